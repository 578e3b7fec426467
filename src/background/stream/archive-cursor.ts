import type { Envelope } from '../../model/signal.ts';
import { putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { ArchivePage, MessagingStream } from './messaging-port.ts';

const PAGE = 250;
/** The most pages that are read at a time, which hold a million stanzas. The rest is read with the next connection. */
const MAX_PAGES = 4_000;
const MAX_ID_LENGTH = 1_000;
/** How far back the first reading goes in a browser that has never seen this account. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/** Knows how far this account's archive (XEP-0313) has been read. */
export class ArchiveCursor {
  constructor(
    private last: string | undefined,
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  /** Live signals carry their archive ids, so that the next reading begins after them. */
  advance(envelopes: readonly Envelope[]): void {
    const id = envelopes.findLast(({ archiveId }) => archiveId !== undefined)?.archiveId;
    if (id !== undefined) this.#moveTo(id);
  }

  /** Reads everything since the last reading. Each page is stored before the next is asked for. */
  async catchUp(stream: MessagingStream, onEnvelopes: (envelopes: readonly Envelope[]) => Promise<void>): Promise<void> {
    // An archive whose pages lead in circles would be read for ever, so that a page's end that was seen before ends the reading.
    const seen = new Set([this.last]);
    for (let isComplete = false; !isComplete;) {
      const page = await this.#readPage(stream);
      await onEnvelopes(page.envelopes);
      const { last } = page;
      isComplete = page.isComplete || last === undefined || seen.has(last) || seen.size > MAX_PAGES;
      if (last !== undefined) this.#moveTo(last);
      seen.add(last);
      await this.journal.flush();
    }
  }

  async #readPage(stream: MessagingStream): Promise<ArchivePage> {
    const since = new Date(this.now() - FIRST_LOOK_BACK_MS);
    if (this.last === undefined) return stream.readArchive({ since }, PAGE);
    try {
      return await stream.readArchive({ after: this.last }, PAGE);
    } catch (error) {
      if (!isItemNotFound(error)) throw error;
      // The id isn't in the archive any more, which was cleared or has expired that far. The reading begins as in a new browser.
      this.last = undefined;
      return stream.readArchive({ since }, PAGE);
    }
  }

  #moveTo(id: string): void {
    if (id.length > MAX_ID_LENGTH) return;
    this.last = id;
    this.journal.writeLatest('archiveCursor', putFact('archiveCursor', id));
  }
}

function isItemNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'error' in error && JSON.stringify(error.error).includes('item-not-found');
}
