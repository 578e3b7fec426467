import type { HistoryQuestion } from './contact-source.ts';

/** How many rows a page has: as many as the contract allows. */
const PAGE_LENGTH = 100;
// The contract takes times of these years only; nothing is before or after them.
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2199, 11, 31);

/** A question in the words of the contract's query `searchHistory`. Conditions that aren't asked are left out. */
export function questionOf({
  search = '',
  media = [],
  statuses = [],
  agent,
  from,
  to,
  cursor,
}: HistoryQuestion): Readonly<Record<string, string | number | readonly string[]>> {
  return {
    limit: PAGE_LENGTH,
    ...(search.trim() === '' ? {} : { q: search }),
    ...(media.length > 0 ? { medium: media } : {}),
    ...(statuses.length > 0 ? { status: statuses } : {}),
    ...(agent === undefined ? {} : { agent }),
    ...(from === undefined ? {} : { from: timeOf(from) }),
    ...(to === undefined ? {} : { to: timeOf(to) }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function timeOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, EARLIEST), LATEST)).toISOString();
}
