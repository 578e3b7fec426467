import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, 'dist/.embed-sources');
const SOURCES = ['src', 'build', 'rollup.config.mjs', 'tsconfig.json', 'package-lock.json'];

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = (await readdir(path)).sort();
  return (await Promise.all(entries.map((entry) => filesIn(join(path, entry))))).flat();
}

/** Changes when a source of the embedded build does. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesIn(join(ROOT, source))) hash.update(file.slice(ROOT.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

function runRollup(): Promise<void> {
  return new Promise((resolve, reject) => {
    const rollup = join(ROOT, 'node_modules/rollup/dist/bin/rollup');
    const child = spawn(process.execPath, [rollup, '--config', 'rollup.config.mjs', '--configEmbed', '--silent'], { cwd: ROOT, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The build failed; its messages are above.'))));
  });
}

/** Builds dist/embed, unless it was built from these very sources. Says whether there was something to build. */
export async function buildEmbedWhenStale(onBuild: () => void = () => {}): Promise<boolean> {
  const digest = await sourcesDigest();
  const stamp = await readFile(STAMP, 'utf8').catch(() => '');
  if (stamp === digest && existsSync(join(ROOT, 'dist/embed/backchannel.js'))) return false;
  onBuild();
  await rm(join(ROOT, 'dist/embed'), { recursive: true, force: true });
  await runRollup();
  await mkdir(dirname(STAMP), { recursive: true });
  await writeFile(STAMP, digest);
  return true;
}
