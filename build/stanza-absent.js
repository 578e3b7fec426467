// Stands for the parts of StanzaJS that Backchannel leaves out: BOSH, XHTML-IM, and finding
// the server, which our own code does.
export default class Absent {}
