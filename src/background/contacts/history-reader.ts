import type { PastInteraction } from '../../model/contact.ts';
import { ContactFailure, type ContactSource, type ReadOptions } from './contact-source.ts';

/** Of a contact; the service may have more. */
export const MOST_ROWS_OF_CONTACT = 20_000;

export interface HistoryReading {
  /** Newest first. */
  readonly rows: readonly PastInteraction[];
  /** Of the first page. */
  readonly etag: string | undefined;
  /** The service has more rows than are kept. */
  readonly isCut: boolean;
  /** Everything that is kept was read, not only what was new. */
  readonly isWhole: boolean;
}

export interface HistoryReadingOptions extends ReadOptions {
  /** A row that was read before: nothing is changed once it is appended, so that what is beyond a page of such rows is known. */
  readonly isKnown: (row: PastInteraction) => boolean;
  /** Newest first, all that were read so far. */
  readonly onRows: (rows: readonly PastInteraction[]) => void;
}

/** Reads a contact's history page by page. @returns undefined when what is held is current */
export async function readHistory(source: ContactSource, contactId: string, { etag: held, isKnown, onRows, ...options }: HistoryReadingOptions): Promise<HistoryReading | undefined> {
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
    // A service that goes round in circles would never come to an end.
    if (rows.size === before || next === cursor) throw new ContactFailure('nonsense');
    if (rows.size >= MOST_ROWS_OF_CONTACT) return { rows: read, etag, isCut: true, isWhole: true };
    cursor = next;
  }
}
