import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const run = promisify(execFile);
/** The type check, without the browser's own declarations, and by one thread: several would each check what the files share. */
export const TYPE_CHECK = [join(ROOT, 'node_modules/@typescript/native/bin/tsc'), '--skipDefaultLibCheck', '--singleThreaded'];
const packageShape = v.object({ version: v.string() });
export const { version } = v.parse(packageShape, JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
/** What the package is made of, beside what comes with each build. */
const PACKED = ['dist/embed/backchannel.js', 'docs/widget/README.md', 'CHANGELOG.md', 'build/widget-package.mjs'].map((path) =>
  join(ROOT, path),
);
export const TARBALL = join(ROOT, `dist/backchannel-widget-${version}.tgz`);

let packing: Promise<unknown> | undefined;

/** Packs the extension of the last build. */
export async function packExtension(): Promise<void> {
  await (packing ?? run(process.execPath, ['build/package.mjs', '--built', '--only', 'extension'], { cwd: ROOT }));
}

/** Packs the widget of the last build, unless that was done already, and the extension with it: npm lists the packages once for both. */
export async function packWidget(): Promise<void> {
  const times = await Promise.all(
    [TARBALL, ...PACKED].map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  if (times.every((time) => time <= (times[0] ?? 0))) return;
  await (packing ??= run(process.execPath, ['build/package.mjs', '--built'], { cwd: ROOT }));
}

/** Unpacks the tarball where npm would, below a folder, and beside it the packages that an example needs. */
export async function installWidget(folder: string, packages: readonly string[] = []): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@backchannel/widget'), { recursive: true });
  await run('tar', ['-xzf', TARBALL, '--strip-components=1', '-C', join(modules, '@backchannel/widget')]);
  await mkdir(join(modules, '.bin'));
  for (const name of packages) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  for (const name of await readdir(join(ROOT, 'node_modules/.bin')))
    if (packages.includes(name)) await symlink(join(ROOT, 'node_modules/.bin', name), join(modules, '.bin', name));
}
