import { msg, str } from '@lit/localize';
import comment from '@vscode/codicons/src/icons/comment.svg';
import type { ContactHistorySlice } from '../../channel/contract.ts';
import type { HistoryMedium, HistorySort, HistoryStatus, PastInteraction } from '../../model/contact/contact.ts';
import { mediumIcon, mediumText } from '../../words/consultation-text.ts';
import { formattingLocale } from '../../words/localization.ts';

/** "E-mail"; a consultation is an instant message. */
export function historyMediumText(medium: HistoryMedium): string {
  return medium === 'im' ? msg('Instant Message') : mediumText(medium);
}

/** The codicon of a medium. */
export function historyMediumIcon(medium: HistoryMedium): string {
  return medium === 'im' ? comment : mediumIcon(medium);
}

/** "Transferred" */
export function historyStatusText(status: HistoryStatus): string {
  switch (status) {
    case 'done':
      return msg('Done');
    case 'transferred':
      return msg('Transferred');
    case 'abandoned':
      return msg('Abandoned');
  }
}

/** A column's title. */
export function columnText(column: HistorySort): string {
  switch (column) {
    case 'medium':
      return msg('Medium');
    case 'subject':
      return msg('Subject');
    case 'start':
      return msg('Start');
    case 'length':
      return msg('Length');
    case 'agent':
      return msg('Agent');
    case 'outcome':
      return msg('Outcome');
  }
}

/** The subject, or words in its place where it is empty. */
export function subjectText(subject: string): string {
  return subject || msg('No subject');
}

/** "Resolved": the outcome, or the status, where nobody has written an outcome. */
export function outcomeOf({ outcome, status }: Pick<PastInteraction, 'outcome' | 'status'>): string {
  return outcome || historyStatusText(status);
}

/** "214 interactions" */
export function interactionCountText(total: number): string {
  return total === 1 ? msg('1 interaction') : msg(str`${total.toLocaleString(formattingLocale())} interactions`);
}

/** What is said beside the rows of an answer that isn't whole. Empty when it is. */
export function answerText({ total, isComplete, isCut, problem }: ContactHistorySlice, isSearch: boolean): string {
  if (problem) return isSearch ? msg('Only what this browser holds was searched.') : '';

  if (!isComplete) return isSearch ? msg('Searching…') : msg('Reading the history…');

  if (total === 0) return isSearch ? msg('No past interaction matches.') : msg('There is no past interaction with this contact.');

  return isCut ? msg('There are more interactions than this browser keeps: these are the newest. Search to find others.') : '';
}
