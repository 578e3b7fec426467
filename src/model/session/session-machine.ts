import { type ParentInteraction, withFieldLeftOut } from '../interaction/consultation.ts';
import type { EndReason, ImSession, ImSessionState } from './im-session.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { type Answer, answerIn, beginningOf, type InvitationEnd, replyTo } from '../invitation.ts';
import type { BareJid } from '../jid.ts';
import { deliverInitial, invite, receiveMessage, sendMessage, withInitialMessage } from './message-steps.ts';
import { hearParent, updateParent } from './parent-steps.ts';
import { close, connect, type Effect, end, type MachineContext, putAway, quietStep, rejected, send, type Step } from './session-step.ts';
import { type Envelope, type MessageContent, type Signal, signalIdOf } from '../signal.ts';
import { withinTimes } from '../timestamp.ts';

/*
 * The rules of an IM session. Each function takes a session and what happens to it, and returns the next session, the effects to carry out and what
 * others have to know of; or `undefined` where that isn't possible in this state. What isn't possible changes nothing, so that every input is safe to
 * give twice.
 */

export type { Effect, MachineContext, Step } from './session-step.ts';

/** What the agent, or a clock, does to a session. */
export type LocalInput =
  | { readonly type: 'accept' | 'reject' | 'cancel' | 'end' | 'mark-done' | 'dismiss-notification' | 'display' }
  | { readonly type: 'expire-invitation' | 'expire-notification' | 'peer-left' }
  | { readonly type: 'send'; readonly message: MessageContent }
  /** A consultation's parent has changed to this; if it is undefined, it was closed. */
  | { readonly type: 'update-parent'; readonly interaction: Interaction | undefined }
  | { readonly type: 'leave-out'; readonly key: string; readonly isLeftOut: boolean }
  /** The peer may not approach this agent any more. */
  | { readonly type: 'shut-out' }
  /** The peer has asked at the same time, and theirs stands. */
  | { readonly type: 'give-way' }
  /** The call that the session was opened for came to nothing. */
  | { readonly type: 'call-unanswered'; readonly reason: EndReason };

export interface NewSession {
  readonly id: string;
  readonly peer: BareJid;
  readonly isPlain: boolean;
  /** The session is opened for a call: nothing is sent, because the call will connect it. */
  readonly isForCall?: boolean;
  /** The interaction that the session is about, where it is a consultation. */
  readonly parent?: ParentInteraction;
}

/** Opens an outgoing session: invites, or, for a plain peer and in a consultation, waits for the first message. */
export function openSession({ id, peer, isPlain, parent, isForCall = false }: NewSession, context: MachineContext): Step {
  const session: ImSession = {
    ...blankSession(id, peer, context.now),
    direction: 'outgoing',
    isPlain,
    isInvitedFromHere: true,
    isDisplayed: true,
    state: { status: 'not-connected' },
    ...(parent ? { parent } : {}),
    ...(isForCall ? { isBegunByCall: true } : {}),
  };
  return isPlain || parent || isForCall ? quietStep(session) : invite(session, undefined, context);
}

/**
 * A session that begins with something from the wire: an invitation, a plain message from outside any session, or either
 * of them made by another device of this agent.
 */
export function sessionFromWire(id: string, envelope: Envelope, context: MachineContext): Step | undefined {
  const { signal, peer, isOwn } = envelope;
  const at = withinTimes(envelope.at, 0, context.now);
  const session: ImSession = {
    ...blankSession(id, peer, at),
    direction: isOwn ? 'outgoing' : 'incoming',
    isPlain: signal.type === 'message',
    isInvitedFromHere: false,
    isDisplayed: isOwn,
    state: isOwn
      ? signal.type === 'message'
        ? { status: 'connected', since: at }
        : { status: 'inviting', expiresAt: at + context.invitationTimeoutMs, ringing: false }
      : invitedState(context),
  };
  if (signal.type === 'message') {
    const asking = isOwn ? session : { ...session, initialMessage: signal.message.body };
    return receiveMessage(asking, signal.message, signal.wantsReceipt, { ...envelope, at }, context);
  }
  if (signal.type !== 'propose') return undefined;
  const { parent } = signal;
  const asked: ImSession = parent ? { ...session, parent: { ...parent, leftOut: [] } } : session;
  const opened: Effect[] = [{ type: 'append-event', event: isOwn ? 'invited' : 'was-invited', at }];
  if (!isOwn) opened.push({ type: 'send', signal: { type: 'ringing', sessionId: id } });
  if (!signal.message) return quietStep(asked, opened);
  return receiveMessage(withInitialMessage(asked, signal.message), signal.message, false, { ...envelope, at }, context, opened);
}

/** The step that follows from what the agent or a clock does. */
export function act(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
  const { state, id } = session;
  switch (input.type) {
    case 'accept':
      if (state.status !== 'invited') return undefined;
      return connect({ ...session, isDisplayed: true }, context.now, [
        { type: 'append-event', event: 'accepted-here', at: context.now },
        ...(session.isPlain ? [] : [send(replyTo(id, 'accept'))]),
      ]);
    case 'reject':
      if (state.status !== 'invited') return undefined;
      return rejected(session, context.now, session.isPlain ? [] : [send(replyTo(id, 'reject'))]);
    case 'cancel':
      if (state.status !== 'inviting') return undefined;
      return end(session, 'cancelled', context.now, [send(replyTo(id, 'cancel'))]);
    case 'end':
      if (state.status !== 'connected') return undefined;
      return end(session, 'ended-here', context.now, [
        send(session.isPlain ? { type: 'gone', sessionId: id } : { type: 'finish', sessionId: id }),
      ]);
    case 'mark-done':
      if (session.isDone || (state.status !== 'ended' && state.status !== 'not-connected')) return undefined;
      return putAway(session, 'cancelled', context.now);
    case 'dismiss-notification':
      return dismissNotification(session);
    case 'expire-notification':
      return state.status === 'invited' && state.notificationExpiresAt <= context.now ? dismissNotification(session) : undefined;
    case 'display':
      return display(session);
    case 'expire-invitation':
      if (state.status !== 'inviting' || !session.isInvitedFromHere || state.expiresAt > context.now) return undefined;
      return end(session, 'no-answer', context.now, [send(replyTo(id, 'expire'))]);
    case 'peer-left':
      return state.status === 'connected' ? end(session, 'peer-left', context.now, []) : undefined;
    case 'send':
      return sendMessage(session, input.message, context);
    case 'update-parent':
      return updateParent(session, input.interaction, context);
    case 'leave-out':
      if (state.status !== 'not-connected' || !session.parent) return undefined;
      return quietStep({ ...session, parent: withFieldLeftOut(session.parent, input.key, input.isLeftOut) });
    case 'shut-out':
      // The invitation is removed as if it had never come.
      if (state.status === 'invited') return putAway(session, 'missed', context.now);
      return state.status === 'connected'
        ? end(session, 'not-allowed', context.now, session.isPlain ? [] : [send({ type: 'finish', sessionId: id })])
        : undefined;
    case 'give-way':
      return state.status === 'inviting' ? putAway(session, 'cancelled', context.now) : undefined;
    case 'call-unanswered':
      // No event is appended, because the transcript says already what became of the call.
      return state.status === 'not-connected' && session.isBegunByCall ? close(session, input.reason, context.now) : undefined;
  }
}

/** The step that follows from a signal for a session that is known, from its peer or from another device of this agent. */
export function hear(session: ImSession, heard: Envelope, context: MachineContext): Step | undefined {
  const envelope: Envelope = { ...heard, at: withinTimes(heard.at, beginningOf(session), context.now) };
  const { signal, isOwn, at } = envelope;
  const answer = answerIn(envelope, session);
  if (answer && isAboutInvitation(signal, session)) return hearAnswer(session, answer, at);
  switch (signal.type) {
    case 'finish':
    case 'gone':
      return session.state.status === 'connected' ? end(session, isOwn ? 'ended-here' : 'ended-by-peer', at, []) : undefined;
    case 'share':
      // Only the initiator of a consultation shares, and nothing more once the consultation is over.
      return isOwn === (session.direction === 'incoming') || session.state.status === 'ended'
        ? undefined
        : hearParent(session, signal.parent, at);
    case 'message':
      return receiveMessage(session, signal.message, signal.wantsReceipt, envelope, context);
    case 'received':
      return isOwn
        ? undefined
        : quietStep(session, [{ type: 'deliver', messageId: signal.messageId, delivery: 'delivered', isUpTo: false }]);
    case 'displayed':
      if (isOwn) return session.lastReceivedId === signal.messageId ? quietStep({ ...session, unread: 0, isDisplayed: true }) : undefined;

      return quietStep(session, [{ type: 'deliver', messageId: signal.messageId, delivery: 'read', isUpTo: true }]);
    case 'failed':
      return quietStep(session, [{ type: 'deliver', messageId: signal.id, delivery: 'failed', isUpTo: false }]);
    default:
      return undefined;
  }
}

/** A message that couldn't be delivered doesn't say that the invitation couldn't. */
function isAboutInvitation(signal: Signal, { id }: ImSession): boolean {
  return signal.type !== 'failed' || signal.id === signalIdOf({ type: 'propose', sessionId: id });
}

function hearAnswer(session: ImSession, answer: Answer, at: number): Step | undefined {
  const { state } = session;
  switch (answer.type) {
    case 'ringing':
      return state.status === 'inviting'
        ? quietStep({ ...session, state: { ...state, ringing: true } }, deliverInitial(session, 'delivered'))
        : undefined;
    case 'accepted':
      return answer.isOwn
        ? connect({ ...session, isDisplayed: true }, at, [{ type: 'append-event', event: 'accepted-here', at }])
        : connect(session, at, [{ type: 'append-event', event: 'accepted', at }, ...deliverInitial(session, 'delivered')]);
    case 'accepted-too-late':
      return session.isInvitedFromHere ? quietStep(session, [send({ type: 'finish', sessionId: session.id })]) : undefined;
    case 'over':
      return hearEnd(session, answer.reason, at);
  }
}

function hearEnd(session: ImSession, reason: InvitationEnd, at: number): Step | undefined {
  switch (reason) {
    case 'crossed':
      // What stands in its place has ended it already.
      return undefined;
    case 'rejected':
      return session.direction === 'incoming' ? rejected(session, at, []) : end(session, 'rejected', at, []);
    case 'answered-by-colleague':
      return end(session, 'missed', at, []);
    case 'unreachable':
    case 'not-allowed':
      return end(session, reason, at, deliverInitial(session, 'failed'));
    default:
      return end(session, reason, at, []);
  }
}

function blankSession(id: string, peer: BareJid, createdAt: number) {
  return { id, peer, createdAt, unread: 0, lastPosition: 0, isDone: false } as const;
}

function invitedState(context: MachineContext): ImSessionState {
  return {
    status: 'invited',
    notification: context.areNotificationsHeld ? 'dismissed' : 'shown',
    notificationExpiresAt: context.now + context.notificationTimeoutMs,
  };
}

function dismissNotification(session: ImSession): Step | undefined {
  if (session.state.status !== 'invited' || session.state.notification === 'dismissed') return undefined;
  return quietStep({ ...session, state: { ...session.state, notification: 'dismissed' } });
}

function display(session: ImSession): Step | undefined {
  if (session.isDisplayed && session.unread === 0) return undefined;
  const isMarking = session.unread > 0 && session.lastReceivedId !== undefined && session.state.status !== 'invited';
  return quietStep(
    { ...(dismissNotification(session)?.session ?? session), isDisplayed: true, unread: 0 },
    isMarking ? [send({ type: 'displayed', messageId: session.lastReceivedId })] : [],
  );
}
