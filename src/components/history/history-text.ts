import { msg, str } from '@lit/localize';
import type { HistorySlice } from '../../channel/contract.ts';
import type { HistoryFilter, PastSession } from '../../model/session/past-session.ts';
import { contactText } from '../../words/consultation-text.ts';
import { formattingLocale } from '../../words/localization.ts';
import { endReasonText } from '../../words/session-status-text.ts';
import { durationText } from '../../words/duration-format.ts';

/** "Missed": the name of a filter of My History. */
export function historyFilterText(filter: HistoryFilter): string {
  switch (filter) {
    case 'all':
      return msg('All');
    case 'incoming':
      return msg('Incoming');
    case 'outgoing':
      return msg('Outgoing');
    case 'missed':
      return msg('Missed');
  }
}

/** "ended by you", "missed": how a past session ended. */
export function outcomeText({ reason, peerName, answeredByName }: PastSession): string {
  switch (reason) {
    case 'ended-here':
      return msg('ended by you');
    case 'ended-by-peer':
      return msg(str`ended by ${peerName}`);
    default:
      return endReasonText(reason, peerName, answeredByName);
  }
}

/** "12 mins". Empty for a session that was never connected, or of which nobody knows when it was. */
export function lengthText({ connectedAt, endedAt }: PastSession): string {
  return connectedAt === undefined ? '' : durationText(endedAt - connectedAt);
}

/** "Outgoing · 12 mins · ended by you" */
export function summaryText(session: PastSession): string {
  return [historyFilterText(session.direction), lengthText(session), outcomeText(session)].filter(Boolean).join(' · ');
}

/** "Maria Lindqvist: Is 20931 a duplicate?": which contact a session was about, and what was written first. Empty where it was neither. */
export function aboutText({ parent, subject }: PastSession): string {
  return [parent ? contactText(parent.contactName) : '', subject].filter(Boolean).join(': ');
}

/** "12 sessions" */
export function sessionCountText(total: number): string {
  return total === 1 ? msg('1 session') : msg(str`${total.toLocaleString(formattingLocale())} sessions`);
}

/** Why My History is empty, and what to do about it. */
export function emptyHistoryText(slice: HistorySlice | undefined, question: { search: string; filter: HistoryFilter }): string {
  const search = question.search.trim();
  if (!slice) return msg('Loading your history…');

  if (search) return slice.isComplete ? msg(str`No past session matches “${search}”.`) : msg('Searching messages…');

  switch (question.filter) {
    case 'all':
      return msg('No past sessions yet. Those that you mark done, reject or miss appear here.');
    case 'incoming':
      return msg('No colleague has invited you yet.');
    case 'outgoing':
      return msg("You haven't invited a colleague yet.");
    case 'missed':
      return msg('You missed no invitation.');
  }
}
