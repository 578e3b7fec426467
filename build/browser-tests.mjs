import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { BROWSER, productPlugins } from './bundling.mjs';

/** Where the pages are written that run several files. */
const PAGES = '.test/pages';
/** Loading a page takes as long as the tests of two files. With more files in a page, the last page would be waited for. */
const FILES_OF_A_PAGE = 16;
const ALONE = [
  // These look at all that the browser stores, or take its storage away.
  'test/host/leaving.test.ts',
  'test/host/no-storage.test.ts',
  // Drops presses and keys of the whole page, as the dock's frame does.
  'test/components/dock/settled-input.test.ts',
  // Needs a part that isn't loaded yet.
  'test/components/interaction-tab/interaction-window.test.ts',
  // Changes the language of the whole page.
  'test/components/workspace/language.test.ts',
];

/** @param {string} folder */
const testsIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => join(folder, String(path)))
    .filter((path) => path.endsWith('.test.ts'))
    .sort();

/**
 * Writes pages in which the tests of a folder run, several files in each.
 * @param {string} folder
 * @returns {string[]} what is loaded to run all of them: pages, and the files that have one of their own
 */
export function writeTestPages(folder) {
  mkdirSync(PAGES, { recursive: true });
  const files = testsIn(folder).filter((path) => !ALONE.includes(path));
  const pages = Array.from({ length: Math.ceil(files.length / FILES_OF_A_PAGE) }, (_, index) => {
    const page = join(PAGES, `${folder.replaceAll('/', '-')}-${index + 1}.js`);
    const from = (/** @type {string} */ path) => JSON.stringify(relative(PAGES, path));
    const own = files.slice(index * FILES_OF_A_PAGE, (index + 1) * FILES_OF_A_PAGE);
    const loads = own.map((path) => `  [${JSON.stringify(path)}, () => import(${from(path)})],\n`).join('');
    writeFileSync(page, `import { takeFiles } from ${from('test/pages/several-files.ts')};\n\nawait takeFiles([\n${loads}]);\n`);
    return page;
  });
  return [...ALONE.filter((path) => path.startsWith(`${folder}/`)), ...pages];
}

/**
 * Gives @web/test-runner's server the tests that run in a browser, bundled as the product is: browsers load no CommonJS, StanzaJS is to be the one
 * that agents get, and a page that asks for three files begins sooner than one that asks for hundreds.
 * @param {readonly string[]} folders
 * @param {readonly string[]} loaded what `writeTestPages` returned
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function browserTests(folders, loaded) {
  const isOurs = (/** @type {string} */ path) => [...folders, PAGES].some((folder) => path.startsWith(`/${folder}/`));
  /** @type {Promise<Map<string, string>> | undefined} */
  let bundling;
  return {
    name: 'browser-tests',
    // Bundles are complete.
    resolveImport: ({ source, context }) => (isOurs(context.path) ? source : undefined),
    async serve({ path }) {
      if (!isOurs(path) && !path.startsWith('/chunks/')) return undefined;
      const body = (await (bundling ??= bundle([...new Set([...folders.flatMap(testsIn), ...loaded])]))).get(
        path.slice(1).replace(/\.ts$/, '.js'),
      );
      return body === undefined ? undefined : { body, type: path.endsWith('.map') ? 'json' : 'js' };
    },
  };
}

/** @param {readonly string[]} entries @returns {Promise<Map<string, string>>} code by path */
async function bundle(entries) {
  const bundle = await rolldown({
    ...BROWSER,
    input: Object.fromEntries(entries.map((path) => [path.replace(/\.[jt]s$/, ''), resolve(path)])),
    plugins: productPlugins(),
  });
  const { output } = await bundle.generate({
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    // A module is evaluated when a test, or what it tests, imports it, though its chunk holds many.
    strictExecutionOrder: true,
    codeSplitting: {
      groups: [
        { name: 'packages', test: /node_modules/ },
        { name: 'sources', minShareCount: 2 },
      ],
    },
  });
  await bundle.close();
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
}
