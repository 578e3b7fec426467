// The only function of Punycode that StanzaJS uses, which decodes host names (see stanza-slim.mjs).
import { toUnicode } from 'punycode/punycode.es6.js';

export default { toUnicode };
