/** The hub's own payloads (docs/protocol.md 13). */
export const NS_AVAILABILITY = 'urn:backchannel:availability:0';
/** When an agent chose their status (docs/protocol.md 6). */
export const NS_STATUS = 'urn:backchannel:status:0';
/** XEP-0199: XMPP Ping. */
export const NS_PING = 'urn:xmpp:ping';
/** XEP-0030: Service Discovery. */
export const NS_DISCO_INFO = 'http://jabber.org/protocol/disco#info';
/** RFC 6120 8.3. */
export const NS_STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
