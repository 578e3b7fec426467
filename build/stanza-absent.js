// Stands for the parts of StanzaJS that Backchannel leaves out: BOSH, its WebSocket and its XML parser (ours are in src/background/xmpp),
// XHTML-IM, and finding the server, which our own code does.
export default class Absent {}
