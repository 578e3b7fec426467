import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { CACHE_FOLDER } from './cache-folder.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each file keeps its own address, by which it finds what isn't code: the migrations of a database, for example. */
export const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      if (!code.includes('import.meta.url')) return undefined;
      return { contents: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
    });
  },
};

/**
 * Makes one file of a program in TypeScript, for a process of its own. That takes some 20 ms of the processor; with tsx, such a process takes three times as
 * long to start, because tsx handles each file by itself. The name has the digest of what is in it, so that no older bundle is ever taken for this one.
 *
 * @returns the file's path
 */
export async function bundleProgram(main: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [main],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    plugins: [ownAddresses],
    write: false,
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  // Within the project, so that the bundle finds the packages, which it doesn't contain.
  const file = join(CACHE_FOLDER, `${basename(dirname(main))}-${digest}.mjs`);
  await mkdir(CACHE_FOLDER, { recursive: true });
  // Another process never runs half a file.
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
  return file;
}
