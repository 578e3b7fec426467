import { basename } from 'node:path';

/** All modules in one file, what is loaded later too. @type {import('rolldown').OutputOptions} */
export const ONE_FILE = { codeSplitting: false };

/** Named after a module, which may have a dot in its name. @param {{name: string}} chunk */
const chunkFileNames = ({ name }) => `chunk-${name.replaceAll('.', '-')}-[hash:7].js`;

/**
 * Modules that the same scripts import at once are in one file: a page asks for few, and what it loads later imports those.
 * @returns {import('rolldown').OutputOptions}
 */
export const chunks = () => ({
  chunkFileNames,
  codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf, debugName: 'at once' }] },
});

/** The same for a single script that has nothing in it but an import of its chunk. @returns {import('rolldown').OutputOptions} */
export const chunksBehind = () => ({ chunkFileNames, codeSplitting: { groups: [{ name: 'main', tags: ['$initial'] }] } });

/**
 * The same for a script among others: what it imports at once is in its chunk, whatever the others import too. They load that chunk, and each a file of its
 * own, so that they cost the first script nothing.
 * @param {string} script its file's name @returns {import('rolldown').OutputOptions}
 */
export const chunksBehindFirst = (script) => ({
  chunkFileNames,
  codeSplitting: {
    groups: [
      {
        name: (id, modules) => (scriptsThatReach(id, modules, ({ importers }) => importers).includes(script) ? 'main' : null),
        debugName: 'first',
      },
    ],
  },
});

/** The same for the extension's background, whose chunks have names of their own beside those of the pages. @returns {import('rolldown').OutputOptions} */
export const partsBehind = () => ({ ...chunksBehind(), chunkFileNames: 'background-[name]-[hash:7].js' });

/**
 * A module that one script imports at once and another one loads later is in no script's own file, because the other would have to load the whole of it.
 * @param {string} id a module @param {import('rolldown').ChunkingContext} modules @returns {string | null} nothing for what some script loads later
 */
function chunkOf(id, modules) {
  const atOnce = scriptsThatReach(id, modules, ({ importers }) => importers);
  const ever = scriptsThatReach(id, modules, ({ importers, dynamicImporters }) => [...importers, ...dynamicImporters]);
  return atOnce.length && atOnce.length === ever.length ? atOnce.join('-') : null;
}

/**
 * @param {string} id a module
 * @param {import('rolldown').ChunkingContext} modules
 * @param {(module: import('rolldown').ModuleInfo) => readonly string[]} importersOf the ways that count
 */
function scriptsThatReach(id, modules, importersOf) {
  const reaching = new Set([id]);
  for (const one of reaching) {
    const module = modules.getModuleInfo(one);
    if (module) importersOf(module).forEach((importer) => reaching.add(importer));
  }
  return [...reaching]
    .filter((one) => modules.getModuleInfo(one)?.isEntry)
    .map((script) => basename(script, '.ts'))
    .sort();
}
