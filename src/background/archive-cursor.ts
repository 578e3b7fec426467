import type { Envelope } from '../model/signal.ts';
import { putFact } from '../storage/account-facts.ts';
import type { Journal } from '../storage/journal.ts';
import type { ArchivePage, MessagingStream } from './messaging-port.ts';

const PAGE = 250;
/** How far a browser that never saw this account looks back. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/** How far this account's archive (XEP-0313) has been taken in. */
export class ArchiveCursor {
  constructor(
    private last: string | undefined,
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  /** Live signals carry their archive ids: what is stored now needs no reading later. */
  advance(envelopes: readonly Envelope[]): void {
    const id = envelopes.findLast(({ archiveId }) => archiveId !== undefined)?.archiveId;
    if (id !== undefined) this.moveTo(id);
  }

  /** Takes in everything since; each page is stored before the next is asked for. */
  async catchUp(stream: MessagingStream, onEnvelopes: (envelopes: readonly Envelope[]) => Promise<void>): Promise<void> {
    for (let isComplete = false; !isComplete; ) {
      const page = await this.readPage(stream);
      await onEnvelopes(page.envelopes);
      if (page.last !== undefined) this.moveTo(page.last);
      await this.journal.flush();
      isComplete = page.isComplete;
    }
  }

  private async readPage(stream: MessagingStream): Promise<ArchivePage> {
    const since = new Date(this.now() - FIRST_LOOK_BACK_MS);
    if (this.last === undefined) return stream.readArchive({ since }, PAGE);
    try {
      return await stream.readArchive({ after: this.last }, PAGE);
    } catch (error) {
      if (!isItemNotFound(error)) throw error;
      // The archive was cleared or has expired that far: begin as a new browser does.
      this.last = undefined;
      return stream.readArchive({ since }, PAGE);
    }
  }

  private moveTo(id: string): void {
    this.last = id;
    this.journal.writeLatest('archiveCursor', putFact('archiveCursor', id));
  }
}

function isItemNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'error' in error && JSON.stringify(error.error).includes('item-not-found');
}
