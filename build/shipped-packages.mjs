import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages whose code or data is in a folder of dist, by folder. @type {Map<string, Set<string>>} */
const shipped = new Map();

const PACKAGE = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/** @param {string} id a module's path */
function packageOf(id) {
  return PACKAGE.exec(id)?.[1]?.replaceAll('\\', '/');
}

/** The file that lists the packages in a folder of dist. */
const noteOf = (/** @type {string} */ folder) => join('dist', `.packages-${folder.split('/').at(-1)}.json`);

/**
 * Records which packages are in the bundles that Rollup writes, for `npm run sbom`: npm knows only which packages are installed.
 * @param {string} folder
 * @returns {import('rolldown').OutputPlugin}
 */
export function shippedPackages(folder) {
  return {
    name: 'shipped-packages',
    writeBundle(_options, bundle) {
      const names = shipped.get(folder) ?? new Set();
      shipped.set(folder, names);
      const add = (/** @type {string} */ id) => {
        const name = packageOf(id.replaceAll('\0', ''));
        if (name) names.add(name);
      };
      for (const file of Object.values(bundle)) if (file.type === 'asset') file.originalFileNames.forEach(add);

      // The chunks' own lists wouldn't do: they leave out modules that only re-export others, such as `lit`.
      for (const id of this.getModuleIds()) add(id);
      mkdirSync('dist', { recursive: true });
      writeFileSync(noteOf(folder), `${JSON.stringify([...names].sort())}\n`);
    },
  };
}

/** @param {string} folder @returns {readonly string[]} */
export function packagesShippedIn(folder) {
  if (!existsSync(noteOf(folder))) throw new Error(`Nothing tells what is in ${folder}: build it first.`);
  return JSON.parse(readFileSync(noteOf(folder), 'utf8'));
}
