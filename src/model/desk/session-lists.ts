import type { ImSessionView, Overview } from '../workspace.ts';
import { ringingCalls } from './call-lists.ts';
import { callGroups, invitationGroups } from './sender-groups.ts';
import { isSameTab, type TabRef, tabOfSession } from './tab-ref.ts';
import type { SessionId } from '../ids.ts';

/** What the agent can see right now, as far as a view knows. */
interface InView {
  isOnScreen(sessionId: SessionId): boolean;
}

/** An invitation that waits until the agent displays it (help page: the pending IM interaction). */
export function isPending(session: ImSessionView): boolean {
  return session.direction === 'incoming' && session.state.status === 'invited' && !session.isDisplayed;
}

/** A pending invitation whose interactive notification hasn't been dismissed. */
export function isNotified(session: ImSessionView): boolean {
  return isPending(session) && session.state.status === 'invited' && session.state.notification === 'shown';
}

/** Sessions with a tab of the Interaction window: all but pending invitations, unless one is being shown. */
export function sessionsWithTab(overview: Overview | undefined, shown: TabRef | undefined): readonly ImSessionView[] {
  return (overview?.sessions ?? []).filter((session) => isSameTab(tabOfSession(session.id), shown) || !isPending(session));
}

/** How many messages of a session the agent hasn't seen. What comes into a session on screen counts as seen at once, before the host has said so. */
export function unreadIn(session: ImSessionView, inView: InView | undefined): number {
  return inView?.isOnScreen(session.id) ? 0 : session.unread;
}

/** How many messages the agent hasn't seen, apart from those in pending invitations. */
export function unreadCount(overview: Overview | undefined, inView: InView | undefined): number {
  return (
    overview?.lock?.unread ??
    (overview?.sessions ?? []).reduce((sum, session) => sum + (isPending(session) ? 0 : unreadIn(session, inView)), 0)
  );
}

/** How many senders ask the agent for an answer, by pending invitations or by calls that ring. Each sender counts once. */
export function pendingCount(overview: Overview | undefined): number {
  return (
    overview?.lock?.pending ??
    invitationGroups(overview?.sessions.filter(isPending) ?? []).length + callGroups(ringingCalls(overview)).length
  );
}

/** The badge's number: what is pending, and unread messages. */
export function waitingCount(overview: Overview | undefined, inView: InView | undefined): number {
  return pendingCount(overview) + unreadCount(overview, inView);
}

/** Whether a session can be marked done: it has ended, or it never began. */
export function canBeMarkedDone(session: ImSessionView): boolean {
  return session.state.status === 'ended' || session.state.status === 'not-connected';
}
