import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ownAddresses } from '../demo/program-bundle.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles test files for processes of their own. With tsx each process takes a fifth of a second of the processor for tsx itself, and twice as long to load
 * what it imports. The reporter names the sources (test/reporters/part-result.mjs), and Node names their lines by the source maps.
 *
 * @param name Names the part of the tests that they are
 * @returns the bundles' paths, in the order of the files
 */
export async function bundleTests(name: string, files: readonly string[]): Promise<string[]> {
  const outdir = join('.test/bundled', name);
  await rm(resolve(ROOT, outdir), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...files],
    outbase: ROOT,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: true,
    plugins: [ownAddresses],
  });
  return files.map((file) => join(outdir, file.replace(/\.ts$/, '.mjs')));
}
