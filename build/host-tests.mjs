import { readdirSync } from 'node:fs';
import { rollup } from 'rollup';
import { productPlugins } from './product-plugins.mjs';

const FOLDER = '/test/host/';
const TESTS = /^\/test\/host\/([\w-]+\.test)\.ts$/;
/** Their modules are the test runner's own. */
const EXTERNAL = ['@open-wc/testing'];

/**
 * Gives @web/test-runner's server the tests of whole session hosts, each a bundle made as the product is: browsers load no
 * CommonJS, and StanzaJS is to be the one that agents get. All are built at once, when the first is asked for.
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function hostTests() {
  /** @type {Promise<Map<string, string>> | undefined} */
  let building;
  const bundles = () => (building ??= build());
  return {
    name: 'host-tests',
    // Chunks are no files.
    resolveImport: ({ source, context }) => (context.path.startsWith(FOLDER) && source.startsWith('./') ? source : undefined),
    async serve({ path }) {
      if (!path.startsWith(FOLDER)) return undefined;
      const name = TESTS.exec(path)?.[1] ?? path.slice(FOLDER.length);
      const body = (await bundles()).get(`${name.replace(/\.js$/, '')}.js`);
      return body === undefined ? undefined : { body, type: 'js' };
    },
  };
}

/** @returns {Promise<Map<string, string>>} code by file name */
async function build() {
  const names = readdirSync(`.${FOLDER}`).filter((name) => name.endsWith('.test.ts'));
  const bundle = await rollup({
    input: Object.fromEntries(names.map((name) => [name.replace(/\.ts$/, ''), `.${FOLDER}${name}`])),
    external: EXTERNAL,
    plugins: productPlugins(),
    onwarn: () => undefined,
  });
  const { output } = await bundle.generate({ format: 'es', chunkFileNames: 'chunk-[name]-[hash].js', sourcemap: 'inline' });
  await bundle.close();
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])));
}
