import type { EndReason } from './im-session.ts';
import type { BareJid } from '../jid.ts';
import type { ImSessionView, Overview } from '../workspace.ts';

/** What a CRM page is told of an IM session: that there is one and with whom, never what was said. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly peer: BareJid;
  readonly direction: ImSessionView['direction'];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A session was accepted by either side, came to its end, or was marked done. */
export type SessionMilestone =
  | { readonly name: 'session-accepted'; readonly facts: SessionFacts }
  | { readonly name: 'session-ended'; readonly facts: SessionFacts & { readonly reason: EndReason } }
  | { readonly name: 'session-done'; readonly facts: SessionFacts };

/**
 * What happened to sessions between two overviews of one agent, in its order. A session that only the second overview has is no news, because it was
 * read from storage or from the archive.
 * @param now Milliseconds since the epoch.
 */
export function sessionMilestones(before: Overview | undefined, after: Overview, now: number): readonly SessionMilestone[] {
  if (!before?.me || before.me.jid !== after.me?.jid) return [];
  const current = new Map(after.sessions.map((session) => [session.id, session]));
  return before.sessions.flatMap((session) => milestonesOf(session, current.get(session.id), now));
}

function milestonesOf(before: ImSessionView, after: ImSessionView | undefined, now: number): SessionMilestone[] {
  const facts = { sessionId: before.id, peer: before.peer, direction: before.direction };
  const wasEnded = before.state.status === 'ended';
  if (!after) {
    const end: SessionMilestone = { name: 'session-ended', facts: { ...facts, at: now, reason: reasonOfVanished(before) } };
    return [...(wasEnded ? [] : [end]), { name: 'session-done', facts: { ...facts, at: now } }];
  }
  const { state } = after;
  if (state.status === 'connected' && before.state.status !== 'connected')
    return [{ name: 'session-accepted', facts: { ...facts, at: state.since } }];
  if (state.status === 'ended' && !wasEnded) return [{ name: 'session-ended', facts: { ...facts, at: state.at, reason: state.reason } }];
  return [];
}

/**
 * Why a session isn't in the overview any more. An invitation that is rejected, and a chat that never began, vanish as soon as they end, so that no
 * end was seen of them.
 */
function reasonOfVanished({ state }: ImSessionView): EndReason {
  switch (state.status) {
    case 'ended':
      return state.reason;
    case 'invited':
      return 'rejected';
    case 'connected':
      return 'ended-here';
    case 'inviting':
    case 'not-connected':
      return 'cancelled';
  }
}
