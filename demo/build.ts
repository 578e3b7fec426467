import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  'src',
  'demo/pages',
  'demo/crm/page',
  'demo/call',
  'build',
  'manifest.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** A part of the build: its name, what it makes, and where the digest of its sources is kept. */
interface Part {
  readonly name: 'embed' | 'extension';
  readonly product: string;
  readonly stamp: string;
}

const EMBED: Part = { name: 'embed', product: 'dist/embed/backchannel.js', stamp: 'dist/.embed-sources' };
const EXTENSION: Part = { name: 'extension', product: 'dist/firefox/manifest.json', stamp: 'dist/.extension-sources' };

/** The bundler and what it works with are loaded only to build: they are hundreds of modules, which most starts don't need. */
async function buildProducts(names?: readonly Part['name'][]): Promise<void> {
  const products = await import('../build/products.mjs');
  await products.buildProducts(names);
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = (await readdir(path)).sort();
  return (await Promise.all(entries.map((entry) => filesIn(join(path, entry))))).flat();
}

/** The digest of everything that the build reads: it changes when a source changes. */
async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of await filesIn(join(ROOT, source))) hash.update(file.slice(ROOT.length)).update(await readFile(file));

  return hash.digest('hex');
}

async function buildWhenStale({ name, product, stamp }: Part, onBuild: () => void): Promise<boolean> {
  const digest = await sourcesDigest();
  const builtFrom = await readFile(join(ROOT, stamp), 'utf8').catch(() => '');
  if (builtFrom === digest && existsSync(join(ROOT, product))) return false;
  onBuild();
  await buildProducts([name]);
  await note(stamp, digest);
  return true;
}

async function note(stamp: string, digest: string): Promise<void> {
  const path = join(ROOT, stamp);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, digest);
}

/** Builds dist/embed and dist/demo, unless they were built from these very sources. Resolves to whether it built. */
export function buildEmbedWhenStale(onBuild: () => void = () => {}): Promise<boolean> {
  return buildWhenStale(EMBED, onBuild);
}

/** Does the same for dist/chrome and dist/firefox. */
export function buildExtensionWhenStale(onBuild: () => void = () => {}): Promise<boolean> {
  return buildWhenStale(EXTENSION, onBuild);
}

/** Builds everything anew, even what is up to date. The functions above then find nothing to build. */
export async function buildAll(): Promise<void> {
  const digest = await sourcesDigest();
  await buildProducts();
  for (const { stamp } of [EMBED, EXTENSION]) await note(stamp, digest);
}
