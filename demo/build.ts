import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['src', 'demo/pages', 'demo/crm/page', 'demo/call', 'build', 'manifest.json', 'package.json', 'package-lock.json', 'rollup.config.mjs', 'tsconfig.json'];

/** A part of the build: its rollup option, what it makes, and where the digest of its sources is kept. */
interface Part {
  readonly option: string;
  readonly product: string;
  readonly stamp: string;
}

const EMBED: Part = { option: '--configEmbed', product: 'dist/embed/backchannel.js', stamp: 'dist/.embed-sources' };
const EXTENSION: Part = { option: '--configExtension', product: 'dist/firefox/manifest.json', stamp: 'dist/.extension-sources' };

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = (await readdir(path)).sort();
  return (await Promise.all(entries.map((entry) => filesIn(join(path, entry))))).flat();
}

/** Changes when a source of the build does. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesIn(join(ROOT, source))) hash.update(file.slice(ROOT.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

function runRollup(option: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const rollup = join(ROOT, 'node_modules/rollup/dist/bin/rollup');
    const child = spawn(process.execPath, [rollup, '--config', 'rollup.config.mjs', option, '--silent'], { cwd: ROOT, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The build failed; its messages are above.'))));
  });
}

async function buildWhenStale({ option, product, stamp }: Part, onBuild: () => void): Promise<boolean> {
  const digest = await sourcesDigest();
  const stampPath = join(ROOT, stamp);
  const builtFrom = await readFile(stampPath, 'utf8').catch(() => '');
  if (builtFrom === digest && existsSync(join(ROOT, product))) return false;
  onBuild();
  await runRollup(option);
  await mkdir(dirname(stampPath), { recursive: true });
  await writeFile(stampPath, digest);
  return true;
}

/** Builds dist/embed and dist/demo, unless it was built from these very sources. Says whether there was something to build. */
export function buildEmbedWhenStale(onBuild: () => void = () => {}): Promise<boolean> {
  return buildWhenStale(EMBED, onBuild);
}

/** The same for dist/chrome and dist/firefox. */
export function buildExtensionWhenStale(onBuild: () => void = () => {}): Promise<boolean> {
  return buildWhenStale(EXTENSION, onBuild);
}
