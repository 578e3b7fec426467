import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/**
 * StanzaJS whole, in a browser: its package.json gives browsers another `./platform`, a folder, which Rollup's node-resolve, that knows
 * files only, would take for Node's.
 * @returns {import('rollup').Plugin}
 */
export function stanzaBrowser() {
  const platform = resolve('stanza/platform/browser/index.js');
  return {
    name: 'stanza-browser',
    resolveId: {
      order: 'pre',
      handler: (source, importer) => (/^(\.\.?\/)+platform$/.test(source) && importer?.includes('node_modules/stanza/') ? platform : null),
    },
  };
}
