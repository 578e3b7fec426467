import type { ParentInteraction } from '../interaction/consultation.ts';
import type { BareJid } from '../jid.ts';
import type { NamedGroup } from '../target-ref.ts';
import type { Envelope } from '../signal.ts';
import { withinTimes } from '../timestamp.ts';
import { type ImSession, type ImSessionState, NOBODY_YET, PENDING_MS } from './im-session.ts';
import { invite, receiveMessage, withInitialMessage } from './message-steps.ts';
import { type Effect, type MachineContext, quietStep, type Step } from './session-step.ts';
import type { SessionId } from '../ids.ts';

/*
 * How an IM session begins: by what the agent does, or by something from the wire.
 */

export interface NewSession {
  readonly id: SessionId;
  readonly peer: BareJid;
  readonly isPlain: boolean;
  /** The agent writes first, and invites with what they have written. */
  readonly isWrittenFirst?: boolean;
  /** The session is opened for a call: nothing is sent, because the call will connect it. */
  readonly isForCall?: boolean;
  /** The interaction that the session is about, where it is a consultation. */
  readonly parent?: ParentInteraction;
  /** The group that is asked, in place of a peer, with the first message. */
  readonly group?: NamedGroup;
}

/** Opens an outgoing session: invites, or, for a plain peer, in a consultation and where the agent wants to write first, waits for the first message. */
export function openSession(
  { id, peer, isPlain, parent, group, isForCall = false, isWrittenFirst = false }: NewSession,
  context: MachineContext,
): Step {
  const session: ImSession = {
    ...blankSession(id, peer, context.now),
    direction: 'outgoing',
    isPlain,
    isInvitedFromHere: true,
    isDisplayed: true,
    state: { status: 'not-connected' },
    ...(parent ? { parent } : {}),
    ...(isForCall ? { isBegunByCall: true } : {}),
    ...(group ? { group, members: [] } : {}),
  };
  return isPlain || parent || isForCall || isWrittenFirst || group ? quietStep(session) : invite(session, undefined, context);
}

/**
 * A session that begins with something from the wire: an invitation, a plain message from outside any session, or either
 * of them made by another device of this agent.
 */
export function sessionFromWire(id: SessionId, envelope: Envelope, context: MachineContext): Step | undefined {
  const { signal, peer, isOwn } = envelope;
  const at = withinTimes(envelope.at, 0, context.now);
  const isLeft = signal.type === 'propose' && signal.askedAs === 'pending';
  const session: ImSession = {
    ...blankSession(id, peer, at),
    direction: isOwn ? 'outgoing' : 'incoming',
    isPlain: signal.type === 'message',
    isInvitedFromHere: false,
    isDisplayed: isOwn,
    state: isOwn
      ? signal.type === 'message'
        ? { status: 'connected', since: at }
        : { status: 'inviting', expiresAt: at + (isLeft ? PENDING_MS : context.invitationTimeoutMs), ringing: false }
      : invitedState(context, isLeft),
  };
  if (signal.type === 'message') {
    const asking = isOwn ? session : { ...session, initialMessage: signal.message.body };
    return receiveMessage(asking, signal.message, signal.wantsReceipt, { ...envelope, at }, context);
  }
  if (signal.type !== 'propose') return undefined;
  const { parent, group, askedAs } = signal;
  const asked: ImSession = {
    ...session,
    ...(parent ? { parent: { ...parent, leftOut: [] } } : {}),
    ...(group ? { group } : {}),
    ...(askedAs ? { askedAs } : {}),
    ...(group && isOwn ? { peer: NOBODY_YET, members: [{ jid: peer, is: 'asked' }] } : {}),
  };
  const opened: Effect[] = [{ type: 'append-event', event: isOwn ? 'invited' : 'was-invited', at }];
  if (!isOwn) opened.push({ type: 'send', signal: { type: 'ringing', sessionId: id } });
  if (!signal.message) return quietStep(asked, opened);
  return receiveMessage(withInitialMessage(asked, signal.message), signal.message, false, { ...envelope, at }, context, opened);
}

function blankSession(id: SessionId, peer: BareJid, createdAt: number) {
  return { id, peer, createdAt, unread: 0, lastPosition: 0, isDone: false } as const;
}

/** @param isLeft It is left as pending: it shows no notification. */
function invitedState(context: MachineContext, isLeft: boolean): ImSessionState {
  return {
    status: 'invited',
    notification: context.areNotificationsHeld || isLeft ? 'dismissed' : 'shown',
    notificationExpiresAt: context.now + context.notificationTimeoutMs,
  };
}
