import type { Envelope } from '../../model/signal.ts';
import type { ArchivePage, ArchiveRange } from './messaging-port.ts';

/** Reads a page. `giveUp` is called when a single item has failed on several connections. */
export type ReadPage = (range: ArchiveRange, giveUp: () => void) => Promise<ArchivePage | undefined>;

/**
 * Reads from the archive's end back to an item that can't be read, because the item after the last one that was read can't be. It goes on with the next
 * connection.
 */
export class BackReading {
  /** The page before this item is the next; empty for the last page. */
  #before = '';
  /** The id of the archive's newest item, once that is known. */
  #newest: string | undefined;
  #envelopes: readonly Envelope[] = [];
  /** Whether the next item can't be read. */
  #isOver = false;

  /** @param last The id of the last item that was read */
  constructor(private readonly last: string | undefined) {}

  /** @returns everything that could be read, and whether something is missing before it */
  async read(readPage: ReadPage): Promise<{ readonly page: ArchivePage; readonly hasGap: boolean }> {
    let isJoined = false;
    while (!isJoined && !this.#isOver) {
      const page = await readPage({ before: this.#before }, () => (this.#isOver = true));
      if (!page) break;
      const known = page.ids.indexOf(this.last ?? '');
      isJoined = known >= 0 || page.isComplete || page.first === undefined;
      const knownIds = new Set(page.ids.slice(0, known + 1));
      this.#envelopes = [...page.envelopes.filter(({ archiveId }) => !knownIds.has(archiveId ?? '')), ...this.#envelopes];
      this.#newest ??= page.last;
      this.#before = page.first ?? '';
    }
    const last = this.#newest;
    return { page: { envelopes: this.#envelopes, ids: [], first: undefined, last, isComplete: last === undefined }, hasGap: !isJoined };
  }
}
