import { sharedOf } from '../interaction/consultation.ts';
import type { Delivery, DeliveryFailure, ImSession, MessageOrder } from './im-session.ts';
import { connect, type Effect, type MachineContext, quietStep, send, type Step } from './session-step.ts';
import type { Envelope, MessageContent, Signal } from '../signal.ts';

/*
 * What messages do to a session: the first one of a consultation invites, one of a plain client connects, and every one is appended to the transcript.
 */

/** How much is kept of what was written first. */
const SUBJECT_LENGTH = 300;

/** The session with what it is about, once something was written. */
function withSubject(session: ImSession, body: string): ImSession {
  return session.subject === undefined && body !== '' ? { ...session, subject: body.slice(0, SUBJECT_LENGTH) } : session;
}

/** The order of the message that an invitation carries: its author has written nothing before it. */
export function firstOf({ device }: MachineContext): { readonly order: MessageOrder } {
  return { order: { device, number: 0 } };
}

/** Asks the peer, with the first message where there is one. */
export function invite(session: ImSession, written: MessageContent | undefined, context: MachineContext): Step {
  const { id, parent } = session;
  const { now } = context;
  const message = written && { ...written, ...firstOf(context) };
  const inviting: ImSession = { ...session, state: { status: 'inviting', expiresAt: now + context.invitationTimeoutMs, ringing: false } };
  const propose: Signal = {
    type: 'propose',
    sessionId: id,
    ...(message ? { message } : {}),
    ...(parent ? { parent: sharedOf(parent) } : {}),
  };
  return {
    session: message ? withInitialMessage(inviting, message) : inviting,
    effects: [{ type: 'append-event', event: 'invited', at: now }, ...(message ? [appendOwn(message, context)] : []), send(propose)],
    happenings: [{ name: 'session-begun', was: 'not-connected', at: now }],
  };
}

/** Shows a message of the agent's own. */
export function appendOwn(message: MessageContent, { me, now }: MachineContext): Effect {
  return { type: 'append-message', message: { ...message, from: me, isOwn: true, at: now, delivery: 'waiting' } };
}

/** The session with the message that its invitation carries. */
export function withInitialMessage(session: ImSession, { id, body }: MessageContent): ImSession {
  return { ...withSubject(session, body), initialMessage: body, initialMessageId: id };
}

/** Marks the message that an invitation carries. No receipt of its own comes for it, so that its delivery follows from what becomes of the invitation. */
export function deliverInitial({ initialMessageId }: ImSession, delivery: Delivery, failure?: DeliveryFailure): Effect[] {
  return initialMessageId === undefined
    ? []
    : [{ type: 'deliver', messageId: initialMessageId, delivery, isUpTo: false, ...(failure ? { failure } : {}) }];
}

/** The step that follows when the agent writes. */
export function sendMessage(session: ImSession, written: MessageContent, context: MachineContext): Step | undefined {
  const { id, isPlain, lastPosition } = session;
  const { status } = session.state;
  if (status === 'not-connected' && !isPlain) return invite(session, written, context);
  if (status !== 'connected' && status !== 'not-connected') return undefined;
  // Each message takes a position of the transcript, so that the next one gets a larger number.
  const message = { ...written, order: { device: context.device, number: lastPosition + 1 } };
  const effects = [appendOwn(message, context), send({ type: 'message', sessionId: id, message, wantsReceipt: true })];
  const begun = withSubject(session, message.body);
  return status === 'connected' ? quietStep(begun, effects) : connect(begun, context.now, effects);
}

/** The step that follows when the agent has a message that wasn't delivered sent again: it goes from where it stands to the end. */
export function sendAgain(
  session: ImSession,
  messageId: string,
  parts: readonly MessageContent[],
  context: MachineContext,
): Step | undefined {
  if (session.state.status !== 'connected') return undefined;
  const { lastPosition } = session;
  const sending = parts.flatMap(
    (part, index) => sendMessage({ ...session, lastPosition: lastPosition + index }, part, context)?.effects ?? [],
  );
  return quietStep(session, [{ type: 'remove-message', messageId }, ...sending]);
}

/** The step that follows when a message comes, `before` which something else is to be done. */
export function receiveMessage(
  session: ImSession,
  { id, body, stanzaId, unshown, order, wireId = id }: MessageContent,
  wantsReceipt: boolean,
  { isOwn, peer, at }: Envelope,
  context: MachineContext,
  before: readonly Effect[] = [],
): Step {
  const { status } = session.state;
  // A message in a session that waits for an answer is an answer, and what the agent writes on another device shows that one has come there; a message
  // in an ended session is kept, and shown.
  const isAnswer = isOwn ? status === 'inviting' && id !== session.initialMessageId : status === 'inviting' || status === 'not-connected';
  const written = withSubject(session, body);
  // What the agent has written on another device, such as a phone, says that they have read what came before, and accepted.
  const seen = isOwn ? { ...written, isDisplayed: true, unread: 0 } : written;
  const answered = isAnswer
    ? connect(seen, at, [{ type: 'append-event', event: 'accepted', at }])
    : isOwn && status === 'invited'
      ? connect(seen, at, [{ type: 'append-event', event: 'accepted-here', at }])
      : quietStep(seen);
  const effects: Effect[] = [...before, ...answered.effects];
  effects.push({
    type: 'append-message',
    message: {
      id,
      body,
      at,
      isOwn,
      from: isOwn ? context.me : peer,
      ...(stanzaId === undefined ? {} : { stanzaId }),
      ...(unshown === undefined ? {} : { unshown }),
      ...(isOwn ? { delivery: 'sent' as const } : {}),
      ...(order ? { order } : {}),
    },
  });
  if (isOwn) return { ...answered, effects };
  if (wantsReceipt) effects.push(send({ type: 'received', messageId: wireId }));
  // Nobody can say of what can't be shown that it was read.
  const lastReceivedId = unshown === undefined ? { lastReceivedId: wireId } : {};
  return { ...answered, session: { ...answered.session, unread: session.unread + 1, ...lastReceivedId, isDone: false }, effects };
}
