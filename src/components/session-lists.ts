import type { ImSessionView, Overview } from '../model/workspace.ts';
import type { ActiveInteraction } from './active-interaction.ts';
import { ringingCalls } from './call-lists.ts';
import { callGroups, invitationGroups } from './sender-groups.ts';

/** An invitation that waits until the agent displays it (help page: the pending IM interaction). */
export function isPending(session: ImSessionView): boolean {
  return session.direction === 'incoming' && session.state.status === 'invited' && !session.isDisplayed;
}

/** A pending invitation whose interactive notification hasn't been dismissed. */
export function isNotified(session: ImSessionView): boolean {
  return isPending(session) && session.state.status === 'invited' && session.state.notification === 'shown';
}

/** Sessions with a tab of the Interaction window: all but pending invitations, unless one is being shown. */
export function sessionsWithTab(overview: Overview | undefined, shownId: string | undefined): readonly ImSessionView[] {
  return (overview?.sessions ?? []).filter((session) => session.id === shownId || !isPending(session));
}

/** Messages that the agent hasn't seen: what comes into a session on screen counts as seen before the host says so. */
export function unreadIn(session: ImSessionView, active: ActiveInteraction | undefined): number {
  return active?.isOnScreen(session.id) ? 0 : session.unread;
}

/** Messages that the agent hasn't seen, apart from those inside pending invitations. */
export function unreadCount(overview: Overview | undefined, active: ActiveInteraction | undefined): number {
  return (overview?.sessions ?? []).reduce((sum, session) => sum + (isPending(session) ? 0 : unreadIn(session, active)), 0);
}

/** Who asks the agent for an answer: by pending invitations, and by calls that ring. Each sender counts once, whatever they send. */
export function pendingCount(overview: Overview | undefined): number {
  return invitationGroups(overview?.sessions.filter(isPending) ?? []).length + callGroups(ringingCalls(overview)).length;
}

/** What is pending, and unread messages. */
export function waitingCount(overview: Overview | undefined, active: ActiveInteraction | undefined): number {
  return pendingCount(overview) + unreadCount(overview, active);
}

/** What is shown after the tab of a session is gone: the one that was beside it and is still there, or else the newest. */
export function neighbourOf(sessionId: string, before: readonly string[], now: readonly string[]): string | undefined {
  const place = before.indexOf(sessionId);
  const isStill = (id: string) => now.includes(id);
  return before.slice(place + 1).find(isStill) ?? before.slice(0, place).findLast(isStill) ?? now.at(-1);
}

/** Mark Done closes what isn't going on: an ended session, or one that never began. */
export function canBeMarkedDone(session: ImSessionView): boolean {
  return session.state.status === 'ended' || session.state.status === 'not-connected';
}
