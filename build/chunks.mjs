import { basename } from 'node:path';

/** All modules in one file, what is loaded later too. @type {import('rolldown').OutputOptions} */
export const ONE_FILE = { codeSplitting: false };

/** Named after a module, which may have a dot in its name. @param {{name: string}} chunk */
const chunkFileNames = ({ name }) => `chunk-${name.replaceAll('.', '-')}-[hash].js`;

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

/** @param {string} id a module @param {import('rolldown').ChunkingContext} modules @returns {string | null} nothing for what is only loaded later */
function chunkOf(id, modules) {
  /** The module, and all that import it at once. */
  const importers = new Set([id]);
  for (const importer of importers) modules.getModuleInfo(importer)?.importers.forEach((one) => importers.add(one));
  const scripts = [...importers].filter((importer) => modules.getModuleInfo(importer)?.isEntry);
  const names = scripts.map((script) => basename(script, '.ts')).sort();
  return names.length ? names.join('-') : null;
}
