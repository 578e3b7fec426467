/** Our own application description in an invitation (docs/protocol.md 2). A client that lists it among its features understands invitations. */
export const NS_IM = 'urn:backchannel:im:0';
/** The interaction that a consultation is about (docs/protocol.md 9). */
export const NS_CONSULTATION = 'urn:backchannel:consultation:0';
/** When an agent chose their status (docs/protocol.md 6). */
export const NS_STATUS = 'urn:backchannel:status:0';
/** What an agent's browsers tell each other about sessions (docs/protocol.md 12); also the node that holds it. */
export const NS_SESSIONS = 'urn:backchannel:sessions:0';
/** Availability by a hub (docs/protocol.md 13). */
export const NS_AVAILABILITY = 'urn:backchannel:availability:0';
/** XEP-0060, XEP-0163. */
export const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
export const NS_PUBSUB_EVENT = 'http://jabber.org/protocol/pubsub#event';
export const NS_CLIENT = 'jabber:client';
/** XEP-0203: Delayed Delivery. */
export const NS_DELAY = 'urn:xmpp:delay';
/** XEP-0334: Message Processing Hints. */
export const NS_HINTS = 'urn:xmpp:hints';
/** XEP-0359: Unique and Stable Stanza IDs. */
export const NS_STANZA_ID = 'urn:xmpp:sid:0';
/** XEP-0297: Stanza Forwarding. */
export const NS_FORWARD = 'urn:xmpp:forward:0';
/** XEP-0353: Jingle Message Initiation. */
export const NS_JINGLE_MESSAGE = 'urn:xmpp:jingle-message:0';
/** What a contact who calls says of themselves (docs/protocol.md 11). */
export const NS_CALL = 'urn:backchannel:call:0';
/** XEP-0166: Jingle. */
export const NS_JINGLE = 'urn:xmpp:jingle:1';
/** XEP-0167: Jingle RTP. */
export const NS_JINGLE_RTP = 'urn:xmpp:jingle:apps:rtp:1';
export const NS_JINGLE_RTP_INFO = 'urn:xmpp:jingle:apps:rtp:info:1';
/** A client that lists it takes calls by voice (XEP-0167 10). */
export const NS_JINGLE_AUDIO = 'urn:xmpp:jingle:apps:rtp:audio';
/** XEP-0176 and XEP-0320: advertised to other clients. */
export const NS_JINGLE_ICE = 'urn:xmpp:jingle:transports:ice-udp:1';
export const NS_JINGLE_DTLS = 'urn:xmpp:jingle:apps:dtls:0';
/** XEP-0198. */
export const NS_STREAM_MANAGEMENT = 'urn:xmpp:sm:3';
/** XEP-0030. */
export const NS_DISCO_INFO = 'http://jabber.org/protocol/disco#info';
export const NS_DISCO_ITEMS = 'http://jabber.org/protocol/disco#items';
/** XEP-0202. */
export const NS_TIME = 'urn:xmpp:time';
/** XEP-0199. */
export const NS_PING = 'urn:xmpp:ping';
/** XEP-0085, 0184, 0333, 0115: advertised to other clients. */
export const NS_CHAT_STATES = 'http://jabber.org/protocol/chatstates';
export const NS_RECEIPTS = 'urn:xmpp:receipts';
export const NS_CHAT_MARKERS = 'urn:xmpp:chat-markers:0';
/** The node that our caps hash stands under (XEP-0115 4). */
export const CAPS_NODE = 'https://backchannel.example/caps';
export const NS_VCARD = 'vcard-temp';
