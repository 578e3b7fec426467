import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const CONSTANTS_ID = '\0stanza-constants';

/** Modules of StanzaJS, and what stands for them. */
const REPLACEMENTS = new Map([
  ['plugins', here('stanza-plugins.js')],
  ['protocol', here('stanza-protocol.js')],
  ['platform', here('stanza-platform.js')],
  ['lib/stringprep', here('stanza-stringprep.js')],
  ['transports/bosh', here('stanza-absent.js')],
  ['helpers/NetworkDiscovery', here('stanza-absent.js')],
  ['jxt/sanitizers/XHTMLIM', here('stanza-absent.js')],
  ['Constants', CONSTANTS_ID],
]);

/** The enumerations of StanzaJS's Constants that the modules we use need. */
const CONSTANTS = ['ChatState', 'DataFormFieldType', 'SASLFailureCondition', 'StanzaErrorCondition', 'StreamErrorCondition', 'StreamType'];

/** @param {string} [id] the path within StanzaJS's package */
function moduleOf(id) {
  return id?.split('?')[0]?.replaceAll('\\', '/').split('/node_modules/stanza/')[1];
}

/**
 * StanzaJS's `Client` brings all of XMPP and shims of Node's libraries with it: 106 kB gzip. This Rollup plugin gives it what
 * Backchannel uses, which is less than half of that.
 * @returns {import('rollup').Plugin}
 */
export function stanzaSlim() {
  const namespaces = require('stanza/Namespaces.js');
  const constants = require('stanza/Constants.js');
  return {
    name: 'stanza-slim',
    resolveId: {
      order: 'pre',
      handler(source, importer) {
        const from = moduleOf(importer);
        if (source.startsWith('stanza/')) return REPLACEMENTS.get(source.slice('stanza/'.length).replace(/\.js$/, '')) ?? null;
        if (from === undefined || !source.startsWith('.')) return null;
        return REPLACEMENTS.get(posix.join(posix.dirname(from), source)) ?? null;
      },
    },
    load(id) {
      if (id !== CONSTANTS_ID) return null;
      return CONSTANTS.map((key) => `export const ${key} = ${JSON.stringify(constants[key])};\n`).join('');
    },
    transform: {
      order: 'pre',
      handler(code, id) {
        const name = moduleOf(id);
        if (name === undefined) return null;
        for (const [, key] of code.matchAll(/\bConstants_1\.(\w+)/g)) {
          if (!CONSTANTS.includes(key)) this.error(`${name} of StanzaJS uses Constants.${key}: add it in build/stanza-slim.mjs.`);
        }
        // Each use of a namespace becomes its text, so that the list of all of them needn't come along.
        const inlined = code.replace(/\bNamespaces_1\.(NS_\w+)/g, (_, key) => {
          if (typeof namespaces[key] !== 'string') this.error(`${name} of StanzaJS uses the unknown namespace ${key}.`);
          return JSON.stringify(namespaces[key]);
        });
        return { code: inlined.replace(/^const Namespaces_1 = require\("[./]+Namespaces"\);$/m, ''), map: null };
      },
    },
  };
}
