import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patchedModule } from './patched-module.mjs';

/** A hash of everything that the bundles are made of, so that the same sources make the same bundles. */
function hashOfSources() {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  const files = readdirSync('src', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort())
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

/** Gives the bundles a name of their own, by which a page and a worker of different builds know that they are. */
export const buildId = () =>
  patchedModule('/src/channel/build-id.ts', [["'unbuilt'", `'${hashOfSources()}'`]], 'it names the build; see build/build-id.mjs.');
