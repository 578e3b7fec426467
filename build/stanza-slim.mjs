import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const CONSTANTS_ID = '\0stanza-constants';
const JINGLE_CONSTANTS_ID = '\0stanza-jingle-constants';

/** Modules of StanzaJS, each with the module that replaces it. */
const REPLACEMENTS = new Map([
  ['plugins', here('stanza-plugins.js')],
  ['protocol', here('stanza-protocol.js')],
  ['platform', here('stanza-platform.js')],
  ['lib/stringprep', here('stanza-stringprep.js')],
  ['lib/sasl', here('stanza-sasl.js')],
  ['transports/bosh', here('stanza-absent.js')],
  ['transports/websocket', here('stanza-absent.js')],
  ['jxt/Parser', here('stanza-absent.js')],
  ['jxt/StreamParser', here('stanza-absent.js')],
  ['helpers/NetworkDiscovery', here('stanza-absent.js')],
  ['jxt/sanitizers/XHTMLIM', here('stanza-absent.js')],
  ['Constants', CONSTANTS_ID],
]);

/** The replacements for what its Jingle part imports. Jingle runs in pages, and needs nothing of a client. */
const JINGLE_REPLACEMENTS = new Map([
  ['platform', here('stanza-jingle-platform.js')],
  ['Utils', here('stanza-jingle-platform.js')],
  ['jingle/FileTransferSession', here('stanza-absent.js')],
  ['Constants', JINGLE_CONSTANTS_ID],
]);

/** Those of StanzaJS's constants that its modules in the bundle use. */
const CONSTANTS = ['ChatState', 'DataFormFieldType', 'SASLFailureCondition', 'StanzaErrorCondition', 'StreamErrorCondition', 'StreamType'];
const JINGLE_CONSTANTS = [
  ...[
    'JingleAction',
    'JingleApplicationDirection',
    'JingleContentSenders',
    'JingleErrorCondition',
    'JingleReasonCondition',
    'JingleSessionRole',
    'StanzaErrorCondition',
  ],
  ...['ACTIVE', 'HOLD', 'MUTE', 'RINGING', 'UNHOLD', 'UNMUTE'].map((info) => `JINGLE_INFO_${info}`),
  ...['directionToSenders', 'sendersToDirection'],
];
const CONSTANTS_OF = new Map([
  [CONSTANTS_ID, CONSTANTS],
  [JINGLE_CONSTANTS_ID, JINGLE_CONSTANTS],
]);

/** Modules of StanzaJS that have a default export. */
const WITH_DEFAULT = /^(Client|(plugins|protocol)\/\w+)$/;
const DEFAULT_ID = '\0stanza-default/';

/** @param {string} [id] the path within StanzaJS's package */
function moduleOf(id) {
  return id?.split('?')[0]?.replaceAll('\\', '/').split('/node_modules/stanza/')[1];
}

/** @param {string} name a module's path within the package */
function isJingle(name) {
  return name.startsWith('jingle/') || name === 'protocol/xep0166.js' || name === 'protocol/xep0167.js';
}

/** A constant as JavaScript. Two of the constants are functions, which call others. @param {unknown} value */
function sourceOf(value) {
  return typeof value === 'function' ? value.toString().replaceAll('exports.', '') : JSON.stringify(value);
}

/**
 * StanzaJS's `Client` comes with all of XMPP and with shims of Node's libraries: 106 kB gzip. This plugin reduces it to what Backchannel uses,
 * which is less than half of that.
 * @returns {import('rolldown').Plugin}
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
        if (source.startsWith('stanza/')) {
          const name = source.slice('stanza/'.length).replace(/\.js$/, '');
          if (REPLACEMENTS.has(name)) return REPLACEMENTS.get(name);
          return WITH_DEFAULT.test(name) && !importer?.startsWith(DEFAULT_ID) ? DEFAULT_ID + name : null;
        }
        if (from !== undefined && source === 'punycode') return here('stanza-punycode.js');
        if (from === undefined || !source.startsWith('.')) return null;
        const name = posix.join(posix.dirname(from), source);
        return (isJingle(from) && JINGLE_REPLACEMENTS.get(name)) || REPLACEMENTS.get(name) || null;
      },
    },
    load(id) {
      // Our modules are Node's kind of ESM, to which a default import of CommonJS is all that it exports. This one belongs to no package, and gets the default.
      if (id.startsWith(DEFAULT_ID)) return `export { default } from 'stanza/${id.slice(DEFAULT_ID.length)}.js';`;
      return (
        CONSTANTS_OF.get(id)
          ?.map((key) => `export const ${key} = ${sourceOf(constants[key])};\n`)
          .join('') ?? null
      );
    },
    transform: {
      order: 'pre',
      handler(code, id) {
        const name = moduleOf(id);
        if (name === undefined) return null;
        for (const [, key] of code.matchAll(/\bConstants_1\.(\w+)/g)) {
          if (!(isJingle(name) ? JINGLE_CONSTANTS : CONSTANTS).includes(key))
            this.error(`${name} of StanzaJS uses Constants.${key}: add it in build/stanza-slim.mjs.`);
        }
        // Each use of a namespace is replaced by its text, so that the bundle needs no list of all namespaces.
        const inlined = code.replace(/\bNamespaces_1\.(NS_\w+)/g, (_, key) => {
          if (typeof namespaces[key] !== 'string') this.error(`${name} of StanzaJS uses the unknown namespace ${key}.`);
          return JSON.stringify(namespaces[key]);
        });
        return { code: inlined.replace(/^const Namespaces_1 = require\("[./]+Namespaces"\);$/m, ''), map: null };
      },
    },
  };
}
