import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esModuleOf } from './stanza-esm.mjs';

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** Modules of StanzaJS, each with the module that replaces it. */
const REPLACEMENTS = new Map([
  ['plugins', here('stanza-plugins.js')],
  ['protocol', here('stanza-protocol.js')],
  ['platform', here('stanza-platform.js')],
  ['lib/stringprep', here('stanza-stringprep.js')],
  ['lib/sasl', here('stanza-absent.js')],
  ['lib/AsyncPriorityQueue', here('stanza-queue.js')],
  ['transports/bosh', here('stanza-absent.js')],
  ['transports/websocket', here('stanza-absent.js')],
  ['jxt/Parser', here('stanza-absent.js')],
  ['jxt/StreamParser', here('stanza-absent.js')],
  ['helpers/NetworkDiscovery', here('stanza-absent.js')],
  ['jxt/sanitizers/XHTMLIM', here('stanza-absent.js')],
]);

/** The replacements for what one of its modules imports. The hashes of capabilities are checked by a part that is loaded later. */
const REPLACEMENTS_IN = new Map([['helpers/LegacyEntityCapabilities.js', new Map([['platform', here('stanza-hash.js')]])]]);

/** The replacements for what its Jingle part imports. Jingle runs in pages, and needs nothing of a client. */
const JINGLE_REPLACEMENTS = new Map([
  ['platform', here('stanza-jingle-platform.js')],
  ['Utils', here('stanza-jingle-platform.js')],
  ['jingle/FileTransferSession', here('stanza-absent.js')],
]);

/** What a client does for StanzaJS's own sign-in. src/background/xmpp/sign-in takes its place. */
const OWN_SIGN_IN = / *this\.sasl = new SASL\.Factory\(\);\n(?: *this\.sasl\.register\(.*\);\n)+/;

const OF_CALLS = '?of-calls';

/** The protocols of calls, which are loaded with the first call. */
const PROTOCOLS_OF_CALLS = new Set(['0166', '0167', '0176', '0215', '0320', '0338'].map((number) => `protocol/xep${number}.js`));

/** What they import gets a copy of its own, so that the names that only calls use aren't loaded at once. Both modules hold nothing but texts. */
const COPIED = new Set(['Constants', 'Namespaces']);

/** @param {string} [id] the path within StanzaJS's package */
function moduleOf(id) {
  return id?.split('?')[0]?.replaceAll('\\', '/').split('/node_modules/stanza/')[1];
}

/** @param {string} name a module's path within the package */
function isJingle(name) {
  return name.startsWith('jingle/') || name === 'protocol/xep0166.js' || name === 'protocol/xep0167.js';
}

/**
 * StanzaJS's `Client` comes with all of XMPP and with shims of Node's libraries: 106 kB gzip. This plugin reduces it to what Backchannel uses, which is
 * less than half of that.
 * @returns {import('rolldown').Plugin}
 */
export function stanzaSlim() {
  return {
    name: 'stanza-slim',
    resolveId: {
      order: 'pre',
      async handler(source, importer) {
        const from = moduleOf(importer);
        if (source.startsWith('stanza/')) return REPLACEMENTS.get(source.slice('stanza/'.length).replace(/\.js$/, '')) ?? null;
        if (from !== undefined && source === 'punycode') return here('stanza-punycode.js');
        if (from !== undefined && source === 'events') return here('stanza-events.js');
        if (from === undefined || !source.startsWith('.')) return null;
        const name = posix.join(posix.dirname(from), source);
        const isOfCalls = PROTOCOLS_OF_CALLS.has(from) || importer?.endsWith(OF_CALLS);
        if (isOfCalls && COPIED.has(name)) {
          const original = await this.resolve(source, importer, { skipSelf: true });
          return original && `${original.id}${OF_CALLS}`;
        }
        const own = isJingle(from) ? JINGLE_REPLACEMENTS : REPLACEMENTS_IN.get(from);
        return own?.get(name) ?? REPLACEMENTS.get(name) ?? null;
      },
    },
    load: (id) => (id.endsWith(OF_CALLS) ? readFileSync(id.slice(0, -OF_CALLS.length), 'utf8') : null),
    transform: {
      order: 'pre',
      handler(code, id) {
        const name = moduleOf(id);
        if (name === undefined) return null;
        if (name === 'Client.js' && !OWN_SIGN_IN.test(code)) this.error("StanzaJS's client prepares its sign-in in another way.");
        return { code: esModuleOf(code.replace(OWN_SIGN_IN, ''), name), map: null, moduleSideEffects: false };
      },
    },
  };
}
