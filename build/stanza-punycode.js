// Of Punycode StanzaJS only reads names of hosts (see stanza-slim.mjs).
import { toUnicode } from 'punycode/punycode.es6.js';

export default { toUnicode };
