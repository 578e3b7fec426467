import { type SharedInteraction, sharedOf } from '../interaction/consultation.ts';
import type { CallEvent, ImSession } from '../session/im-session.ts';
import { replyTo } from '../invitation.ts';
import type { BareJid } from '../jid.ts';
import { connect, type Effect, type MachineContext, quietStep, send, type Step } from '../session/session-step.ts';
import type { CallId, SessionId } from '../ids.ts';

/*
 * What a colleague's call does to the IM session beside it. Every such call has one, so that both sides can write, and see the case that is shared.
 */

/**
 * The session beside a colleague's call, on the side of whom the call is to. No invitation came before the call, so that this side learns
 * of the session by it.
 */
export interface SessionOfCall {
  readonly id: SessionId;
  readonly peer: BareJid;
  readonly parent?: SharedInteraction;
  /** Whether another device of this agent has made the call. */
  readonly isOfOwnCall?: boolean;
}

/**
 * The target's side, and the caller's other devices: the session begins when the call is accepted, or is kept as one that was missed. Times in ms since
 * the epoch.
 */
export function sessionFromCall(
  { id, peer, parent, isOfOwnCall = false }: SessionOfCall,
  outcome: 'accepted' | 'missed',
  at: number,
): Step {
  const isMissed = outcome === 'missed';
  const session: ImSession = {
    id,
    peer,
    direction: isOfOwnCall ? 'outgoing' : 'incoming',
    isPlain: false,
    isInvitedFromHere: false,
    isBegunByCall: true,
    state: isMissed ? { status: 'ended', reason: 'missed', at } : { status: 'connected', since: at },
    createdAt: at,
    isDisplayed: !isMissed,
    unread: 0,
    lastPosition: 0,
    isDone: false,
    ...(parent && !isMissed ? { parent: { ...parent, leftOut: [] } } : {}),
  };
  // Nobody has to know of the session beside the call, because they know of the call.
  return quietStep(session, isMissed ? [{ type: 'append-event', event: 'call-missed', at }] : []);
}

/** Connects the session beside a call that was accepted, whether or not an invitation to the session was under way. */
export function connectByCall(session: ImSession, { now }: MachineContext): Step | undefined {
  const { state, parent, isInvitedFromHere, isPlain } = session;
  // This device has missed the call, before it heard that another one of the agent's had taken it.
  const isMissed = session.isBegunByCall && state.status === 'ended' && state.reason === 'missed';
  if (state.status === 'connected' || (state.status === 'ended' && !isMissed)) return undefined;
  const isBegunByCall = state.status === 'not-connected';
  // The agent's other devices know of the invitation, and wouldn't hear otherwise that it is answered.
  const answer: Effect[] = state.status === 'invited' && !isPlain ? [send(replyTo(session.id, 'accept'))] : [];
  // The case may have changed since the call was proposed, so that it is shared again.
  const share: Effect[] =
    parent && isInvitedFromHere && !isPlain ? [send({ type: 'share', sessionId: session.id, parent: sharedOf(parent) })] : [];
  return connect({ ...session, isDisplayed: true, ...(isBegunByCall ? { isBegunByCall } : {}) }, now, [...answer, ...share]);
}

/** Writes what has become of the call into the session's transcript. */
export function noteCall(session: ImSession, event: CallEvent, callId: CallId, at: number): Step {
  return quietStep(session, [{ type: 'append-event', event, at, id: `${event}-${callId}` }]);
}
