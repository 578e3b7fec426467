import type { CallId, InvitationId, SessionId } from './ids.ts';
import type { Envelope, Signal } from './signal.ts';

/*
 * What IM sessions and calls have in common (XEP-0353): one side asks, and the other accepts or turns it down on one of their devices, or doesn't
 * answer. What follows from an answer is the session's or the call's own matter.
 */

/** An IM session or a call, as far as the invitation to it goes. */
export interface Invitation {
  readonly id: InvitationId;
  /** Who asked whom. */
  readonly direction: 'outgoing' | 'incoming';
  /** `inviting`: we asked. `invited`: we were asked. */
  readonly state: {
    readonly status: 'not-connected' | 'inviting' | 'invited' | 'connecting' | 'connected' | 'ended';
    readonly since?: number;
  };
  readonly createdAt: number;
}

/** Names an invitation, and says what it is to. */
export type InvitationRef = { readonly of: 'session'; readonly id: SessionId } | { readonly of: 'call'; readonly id: CallId };

/** Why nothing came of an invitation. `crossed`: the peer's own stands in its place. */
export type InvitationEnd =
  | 'rejected'
  | 'crossed'
  | 'missed'
  | 'cancelled'
  | 'no-answer'
  | 'answered-by-colleague'
  | 'unreachable'
  | 'not-allowed';

/** What has become of an invitation. `isOwn`: by another device of this agent. */
export type Answer =
  | { readonly type: 'ringing' }
  | { readonly type: 'accepted'; readonly isOwn: boolean }
  /** The peer has accepted an invitation that is over. It has to be told so, because it would talk to nobody. */
  | { readonly type: 'accepted-too-late' }
  | { readonly type: 'over'; readonly reason: InvitationEnd };

/** What a signal says of an invitation; undefined where it says nothing, or comes from the side that has no say in it. */
export function answerIn({ signal, isOwn }: Envelope, { direction, state: { status } }: Invitation): Answer | undefined {
  const isOfInvitee = isOwn === (direction === 'incoming');
  switch (signal.type) {
    case 'ringing':
      return status === 'inviting' && !isOwn ? { type: 'ringing' } : undefined;
    case 'proceed':
      if (!isOfInvitee) return undefined;
      if (status === 'inviting' || status === 'invited') return { type: 'accepted', isOwn };
      return status === 'ended' && !isOwn ? { type: 'accepted-too-late' } : undefined;
    case 'reject':
      if (!isOfInvitee) return undefined;
      if (status === 'invited') return { type: 'over', reason: 'rejected' };
      return status === 'inviting' ? { type: 'over', reason: signal.reason === 'tie-break' ? 'crossed' : 'rejected' } : undefined;
    case 'retract': {
      if (isOfInvitee) return undefined;
      const isByColleague = signal.reason === 'answered-by-colleague';
      if (status === 'invited') return { type: 'over', reason: isByColleague ? 'answered-by-colleague' : 'missed' };
      return status === 'inviting' ? { type: 'over', reason: isByColleague ? 'cancelled' : signal.reason } : undefined;
    }
    case 'finish':
    case 'gone':
      return status === 'invited' && !isOwn ? { type: 'over', reason: 'missed' } : undefined;
    case 'failed':
      return status === 'inviting' ? { type: 'over', reason: signal.isForbidden ? 'not-allowed' : 'unreachable' } : undefined;
    default:
      return undefined;
  }
}

/** The signal by which this side turns an invitation down, with what it says to that. */
export function rejection(sessionId: InvitationId, text?: string): Signal {
  return { type: 'reject', sessionId, reason: 'declined', ...(text ? { text } : {}) };
}

/** The signal by which this side accepts an invitation, turns it down, takes it back, or gives up waiting for an answer. */
export function replyTo(sessionId: InvitationId, reply: 'accept' | 'reject' | 'cancel' | 'expire'): Signal {
  switch (reply) {
    case 'accept':
      return { type: 'proceed', sessionId };
    case 'reject':
      return rejection(sessionId);
    case 'cancel':
      return { type: 'retract', sessionId, reason: 'cancelled' };
    case 'expire':
      return { type: 'retract', sessionId, reason: 'no-answer' };
  }
}

/** Whether the agent's own invitation stands when two cross: the one with the lower id does (XEP-0353, tie-break by the i;octet collation). */
export function doesOwnInvitationStand(ownId: InvitationId, theirId: InvitationId): boolean {
  return ownId < theirId;
}

/**
 * The earliest time that anything in a session or a call can have: when it was created, and, once it is connected, when that was. Peers' clocks
 * differ, and some of them lie.
 */
export function beginningOf({ state, createdAt }: Invitation): number {
  return state.status === 'connected' ? Math.max(state.since ?? createdAt, createdAt) : createdAt;
}

/** The state at the end, with the time since when it was connected, if it ever was. */
export function endedState<Reason>(invitation: Invitation, reason: Reason, at: number) {
  const { state } = invitation;
  return {
    status: 'ended',
    reason,
    at: Math.max(at, beginningOf(invitation)),
    ...(state.status === 'connected' && state.since !== undefined ? { since: state.since } : {}),
  } as const;
}
