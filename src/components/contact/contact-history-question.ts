import type { HistoryConditions, HistorySort } from '../../model/contact/contact.ts';

/** What is asked of a contact's history. */
export interface HistoryQuestion extends HistoryConditions {
  readonly sort: HistorySort;
  readonly order: 'asc' | 'desc';
}

export const NEWEST_FIRST: HistoryQuestion = { search: '', media: [], statuses: [], sort: 'start', order: 'desc' };

/** The question, sorted by another column, or by the same column the other way round. Times begin with the latest, durations with the longest. */
export function sortedBy(question: HistoryQuestion, sort: HistorySort): HistoryQuestion {
  const first = sort === 'start' || sort === 'length' ? 'desc' : 'asc';
  const other = question.order === 'asc' ? 'desc' : 'asc';
  return { ...question, sort, order: sort === question.sort ? other : first };
}

/** How many of the conditions of the advanced search are in force. */
export function conditionCount({ media, statuses, agent, from, to }: HistoryConditions): number {
  return [media.length > 0, statuses.length > 0, agent !== undefined, from !== undefined, to !== undefined].filter(Boolean).length;
}

/** "2026-11-23": the agent's own day that a moment is of. */
export function dayOf(at: number): string {
  const day = new Date(at);
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `${digits(day.getFullYear(), 4)}-${digits(day.getMonth() + 1, 2)}-${digits(day.getDate(), 2)}`;
}

/**
 * When the agent's own day "2026-11-23" begins, or the day so many days after it. Days are counted by the calendar, because not every day has 24
 * hours.
 */
export function startOfDay(day: string, daysAfter = 0): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysAfter).getTime();
}

/** The question as the channel's query has it. */
export function asQuery({ media, statuses, ...question }: HistoryQuestion) {
  return { ...question, media: [...media], statuses: [...statuses] };
}
