// Replaces the parts of StanzaJS that Backchannel leaves out: BOSH, XHTML-IM, and the WebSocket, the XML parser, the look-up of the server
// and the hash of its own capabilities, for all four of which src/background/xmpp has code of its own.
export default class Absent {}

/** StanzaJS calls it for a stanza whose content is given as XML text, which Backchannel never does. */
export function parse() {
  throw new Error('StanzaJS has no XML parser here');
}

/** StanzaJS calls it for the hash of its own capabilities, for which src/background/xmpp/own-caps.ts has constants. */
export function generate() {
  throw new Error('StanzaJS computes no hash of capabilities here');
}
