import type { PastInteraction } from '../../../model/contact/contact.ts';
import { ContactFailure, type ContactSource, type ReadOptions } from '../source/contact-source.ts';

/** The most rows that are kept of a contact. The service may have more. */
export const MOST_ROWS_OF_CONTACT = 20_000;

export interface HistoryReading {
  /** Newest first. */
  readonly rows: readonly PastInteraction[];
  /** The entity tag of the first page. */
  readonly etag: string | undefined;
  /** The service has more rows than are kept. */
  readonly isCut: boolean;
  /** Everything that is kept was read, not only what was new. */
  readonly isWhole: boolean;
}

export interface HistoryReadingOptions extends ReadOptions {
  /** Whether a row was read before. Rows never change once they are appended, so that behind a page of known rows everything is known. */
  readonly isKnown: (row: PastInteraction) => boolean;
  /** Called after each page with all rows that were read so far, newest first. */
  readonly onRows: (rows: readonly PastInteraction[]) => void;
}

/** Reads a contact's history page by page. @returns undefined when what is held is current */
export async function readHistory(
  source: ContactSource,
  contactId: string,
  { etag: held, isKnown, onRows, ...options }: HistoryReadingOptions,
): Promise<HistoryReading | undefined> {
  const rows = new Map<string, PastInteraction>();
  let etag: string | undefined;
  for (let cursor: string | undefined, isFirst = true; ; isFirst = false) {
    const answer = await source.searchHistory(contactId, { cursor }, isFirst ? { ...options, etag: held } : options);
    options.signal.throwIfAborted();
    if (answer.isUnchanged) {
      if (isFirst && held !== undefined) return undefined;
      throw new ContactFailure('nonsense');
    }
    if (isFirst) etag = answer.etag;
    const { items, next } = answer.value;
    const before = rows.size;
    const isNothingNew = items.length > 0 && items.every(isKnown);
    for (const row of items) rows.set(row.id, row);
    const read = [...rows.values()];
    onRows(read);
    if (next === undefined) return { rows: read, etag, isCut: false, isWhole: true };
    if (isNothingNew) return { rows: read, etag, isCut: false, isWhole: false };
    // The service sends the same pages again, so that reading on would never end.
    if (rows.size === before || next === cursor) throw new ContactFailure('nonsense');
    if (rows.size >= MOST_ROWS_OF_CONTACT) return { rows: read, etag, isCut: true, isWhole: true };
    cursor = next;
  }
}
