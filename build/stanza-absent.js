// Replaces the parts of StanzaJS that Backchannel leaves out: BOSH, XHTML-IM, and the WebSocket, the XML parser and the look-up of the server, for
// all three of which src/background/xmpp has code of its own.
export default class Absent {}

/** StanzaJS calls it for a stanza whose content is given as XML text, which Backchannel never does. */
export function parse() {
  throw new Error('StanzaJS has no XML parser here');
}
