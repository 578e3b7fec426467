// The only function of Punycode that StanzaJS calls, which would decode host names. Here a host keeps the spelling in which the server uses it: StanzaJS
// compares the sender of an answer, as it came, with the decoded name, so that nobody whose address is written in ASCII could answer (see stanza-slim.mjs).
export default { toUnicode: (/** @type {string} */ host) => host };
