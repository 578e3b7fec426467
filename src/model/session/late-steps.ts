import { replyTo } from '../invitation.ts';
import type { Envelope } from '../signal.ts';
import type { ImSession } from './im-session.ts';
import { receiveMessage, withInitialMessage } from './message-steps.ts';
import { shareAgain } from './parent-steps.ts';
import { sessionFromWire } from './session-beginning.ts';
import { connect, end, farewell, type MachineContext, quietStep, send, type Step, withEffects } from './session-step.ts';

/*
 * What comes again, or later than what follows it, because the server has lost it or another device was faster.
 */

/** An invitation to a session that is known: the inviter asks again, or writes in the session beside a call that has come before. */
export function hearInvitation(session: ImSession, envelope: Envelope, context: MachineContext): Step | undefined {
  const { state, direction, isPlain, id, isBegunByCall, isInvitedFromHere, initialMessageId, lastPosition } = session;
  const { signal, isOwn } = envelope;
  if (isPlain) return hearAfterMessage(session, envelope, context);
  if (signal.type !== 'propose') return undefined;
  const { message } = signal;
  const isNews = isBegunByCall && message !== undefined && initialMessageId === undefined;
  // What another device of the agent has written in the session beside a call that this device has heard of first.
  if (isOwn && direction === 'outgoing' && isNews && !isInvitedFromHere)
    return receiveMessage(withInitialMessage(session, message), message, false, envelope, context);
  if (isOwn || direction === 'outgoing') return undefined;
  if (!isNews) return hearAgain(session);
  if (state.status === 'ended' && state.reason === 'missed') {
    // The agent has missed the call, and not yet this.
    const invited = sessionFromWire(id, envelope, context);
    return invited && { ...invited, session: { ...invited.session, lastPosition } };
  }
  const said = receiveMessage(withInitialMessage(session, message), message, false, envelope, context);
  return withEffects(said, hearAgain(session)?.effects ?? []);
}

/**
 * An invitation to a session in which something was written already, which has overtaken the invitation: an answer to one of this agent's other browsers, or what
 * the agent has written there. It seemed to come from another XMPP client.
 */
function hearAfterMessage(session: ImSession, envelope: Envelope, context: MachineContext): Step | undefined {
  const { state, isInvitedFromHere } = session;
  const { signal, isOwn, at } = envelope;
  const isWrittenByInvitee = isOwn === (session.direction === 'incoming');
  if (signal.type !== 'propose' || signal.group || isInvitedFromHere || !isWrittenByInvitee) return undefined;
  if (state.status !== 'invited' && state.status !== 'connected') return undefined;
  const { parent, message } = signal;
  const { initialMessage: _notFirst, ...known } = session;
  const asked: ImSession = {
    ...known,
    direction: isOwn ? 'outgoing' : 'incoming',
    isPlain: false,
    ...(parent ? { parent: { ...parent, leftOut: [] } } : {}),
  };
  const connected = state.status === 'connected' ? quietStep(asked) : connect(asked, at, []);
  if (!message) return connected;
  const said = receiveMessage(withInitialMessage(connected.session, message), message, false, envelope, context);
  return { ...said, happenings: connected.happenings };
}

/**
 * An inviter who asks again hasn't heard the answer. It is given once more, which also tells it to those devices of the agent that have heard the first
 * one before they knew of the invitation.
 */
function hearAgain(session: ImSession): Step | undefined {
  const { state, id } = session;
  if (state.status === 'connected') return quietStep(session, [send(replyTo(id, 'accept'))]);
  if (state.status !== 'ended') return undefined;
  return quietStep(session, state.reason === 'rejected' ? [send(replyTo(id, 'reject'))] : farewell(session));
}

/** Ends the session. A `finish` may come before the answer that it follows, which was lost and is sent again later. */
export function hearFarewell(session: ImSession, { signal, isOwn, at }: Envelope): Step | undefined {
  const { status } = session.state;
  const isUnanswered = signal.type === 'finish' && (status === 'inviting' || status === 'invited');
  return isUnanswered || status === 'connected' ? end(session, isOwn ? 'ended-here' : 'ended-by-peer', at, []) : undefined;
}

/**
 * Another device of the agent has accepted what was missed here, because the inviter's end has overtaken that, or what was turned down here. If the inviter has heard the rejection first, they say that it is over. What a
 * consultation shares was deleted here, so that the acceptance is said again, upon which the initiator shares it again.
 */
export function hearLateAcceptance(session: ImSession, { isOwn, at }: Envelope): Step | undefined {
  const { state, direction, group } = session;
  if (!isOwn) return shareAgain(session);
  if (direction === 'incoming' && state.status === 'ended' && state.reason === 'missed' && !group) {
    const reason = 'ended-by-peer';
    const said = (['accepted-here', reason] as const).map((event) => ({ type: 'append-event', event, at }) as const);
    return quietStep({ ...session, isDisplayed: true, state: { ...state, reason } }, said);
  }
  if (!isTurnedDown(session)) return undefined;
  const { session: open, effects } = openAgain(session);
  return connect({ ...open, isDisplayed: true }, at, [{ type: 'append-event', event: 'accepted-here', at }, ...effects]);
}

/** Takes up a session that was turned down, and asks for what was deleted then. */
export function openAgain(session: ImSession): Step {
  const { id, parent } = session;
  const open = { ...session, isDone: false };
  return parent ? quietStep({ ...open, parent: { ...parent, version: 0 } }, [send(replyTo(id, 'accept'))]) : quietStep(open);
}

/** Whether the agent has turned down what they were asked. */
export function isTurnedDown({ state, direction }: ImSession): boolean {
  return direction === 'incoming' && state.status === 'ended' && state.reason === 'rejected';
}

/**
 * The inviter has given up, while this side has accepted and heard nothing since: they don't know that they were accepted. Where they have
 * written, they do know, and another device of theirs has given up.
 */
export function hearLateRetract(session: ImSession, { isOwn, at }: Envelope): Step | undefined {
  const { state, direction, lastReceivedId, initialMessageId } = session;
  const isUnheard = lastReceivedId === undefined || lastReceivedId === initialMessageId;
  return state.status === 'connected' && direction === 'incoming' && !isOwn && isUnheard
    ? end(session, 'ended-by-peer', at, [])
    : undefined;
}
