// Replaces the parts of StanzaJS that Backchannel leaves out: BOSH, XHTML-IM, and the WebSocket, the XML parser and the look-up of the server, for
// all three of which src/background/xmpp has code of its own.
export default class Absent {}
