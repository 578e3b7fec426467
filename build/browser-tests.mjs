import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { BROWSER, productPlugins } from './bundling.mjs';

/**
 * Gives @web/test-runner's server the tests that run in a browser, bundled as the product is: browsers load no CommonJS, StanzaJS is to be the one
 * that agents get, and a page that asks for three files begins sooner than one that asks for hundreds.
 * @param {readonly string[]} folders
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function browserTests(folders) {
  /** @type {Promise<Map<string, string>> | undefined} */
  let bundling;
  return {
    name: 'browser-tests',
    // Bundles are complete.
    resolveImport: ({ source, context }) => (folders.some((folder) => context.path.startsWith(`/${folder}/`)) ? source : undefined),
    async serve({ path }) {
      if (!folders.some((folder) => path.startsWith(`/${folder}/`)) && !path.startsWith('/chunks/')) return undefined;
      const body = (await (bundling ??= bundle(folders))).get(path.slice(1).replace(/\.ts$/, '.js'));
      return body === undefined ? undefined : { body, type: path.endsWith('.map') ? 'json' : 'js' };
    },
  };
}

/** @param {readonly string[]} folders @returns {Promise<Map<string, string>>} code by path */
async function bundle(folders) {
  const tests = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((path) => join(folder, String(path)))
      .filter((path) => path.endsWith('.test.ts')),
  );
  const bundle = await rolldown({
    ...BROWSER,
    input: Object.fromEntries(tests.map((path) => [path.replace(/\.ts$/, ''), path])),
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
