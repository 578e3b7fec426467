declare const kind: unique symbol;
/*
 * Ids are texts that come from views, pages, the disk and the wire. Each of these types names what the text is the id of, so that the type check
 * refuses an id of one kind where another kind is meant. A text of no kind is taken, because whoever brings it has just read or made it.
 */
type IdOf<Kind extends string> = string & { readonly [kind]?: Kind };

/** Names an IM session: its JMI id and XMPP thread (XEP-0353, RFC 6121 5.2.5). */
export type SessionId = IdOf<'session'>;

/** Names a call: its JMI id and Jingle sid (XEP-0353, XEP-0166). */
export type CallId = IdOf<'call'>;

/**
 * Names an invitation to an IM session or to a call, and so one of these. XEP-0353 has one kind of id for both, so that an answer to an invitation
 * doesn't say of which kind it is.
 */
export type InvitationId = SessionId | CallId;

/** Names an interaction with a contact. */
export type InteractionId = IdOf<'interaction'>;

/** The id of the interaction that a contact's call is. */
export function interactionOfCall(callId: CallId): InteractionId {
  return `call-${callId}`;
}

/** The id of the IM session beside a call whose caller names none. */
export function sessionOfCall(callId: CallId): SessionId {
  return `${callId}`;
}

/** The id of the IM session that a plain client's message begins. It names none, or one that is over. */
export function sessionOfMessage(messageId: string): SessionId {
  return `chat-${messageId}`;
}
