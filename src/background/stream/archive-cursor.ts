import type { Envelope } from '../../model/signal.ts';
import { type Fact, putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Log } from '../events/log.ts';
import type { BackReading } from './back-reading.ts';
import type { ArchivePage, ArchiveRange, MessagingStream } from './messaging-port.ts';
import { PageSize } from './page-size.ts';

/** How much of the archive's end is shown before it is the turn of what stands there. */
const NEWEST = 30;
/** The most items that are read at a time. The rest is read with the next connection. */
const MOST_ITEMS = 1_000_000;
const MAX_ID_LENGTH = 1_000;
/** How far back the first reading goes in a browser that has never seen this account. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60 * 1000;
/** On how many connections a single item has to fail until it counts as unreadable. */
const FAILURES = 2;
/**
 * How often in a row the archive may say neither what it has nor that this was all, until it counts as all. ejabberd says so of an archive in SQL whenever
 * its database doesn't answer, as after a restart (`mod_mam_sql`, `select`).
 */
const MOST_EMPTY_ANSWERS = 5;
/** How long an archive of which nothing could be read is left alone, because trying may end the stream. */
const LEFT_ALONE_MS = 5 * 60_000;
/**
 * How long the cursor stays before what has come live. What stands before that in the archive may come after it, as a copy of what another browser of the
 * agent has sent, or from another node of a cluster, whose clock differs. If the stream is lost in between, only the archive has it.
 */
const OVERLAP_MS = 30_000;
/** How many live signals the cursor stays behind at most. */
const MOST_RECENT = 100;

/** What becomes of what is read. */
export interface ArchiveReader {
  /** Takes signals in their order. Resolves when they are taken. */
  take(envelopes: readonly Envelope[]): Promise<void>;
  /** Shows the archive's newest signals, whose turn comes much later. */
  showNewest(envelopes: readonly Envelope[]): void;
  /** Says that something in between couldn't be read. */
  noteGap(): void;
}

/** Knows how far this account's archive (XEP-0313) has been read. */
export class ArchiveCursor {
  readonly #size = new PageSize();
  /** How often the single item that is to be read now has failed. */
  #failures = 0;
  /** Whether the item after the last one that was read can't be. */
  #isStuck = false;
  #emptyAnswers = 0;
  #back: BackReading | undefined;
  /** Whether the newest items were read before all others, so that they needn't be read once more to be shown. */
  #isEndRead = false;
  /** Whether the connection was lost when they were. What stands there may be why, so that everything is read in its turn. */
  #hasEndFailed = false;
  /** Until when the archive is left alone, as `performance.now` counts. The cursor stays where it is meanwhile, because nothing behind it was read. */
  #leftAloneUntil = 0;
  #last: string | undefined;
  /** What has come live since the cursor, oldest first: the archive ids, and when that was by `performance.now`. */
  readonly #recent: { readonly id: string; readonly at: number }[];

  constructor(
    stored: Fact<'archiveCursor'> | undefined,
    private readonly journal: Journal,
    private readonly now: () => number,
    private readonly log: Pick<Log, 'noting'>,
  ) {
    this.#last = stored?.last;
    const at = performance.now();
    this.#recent = stored?.taken.map((id) => ({ id, at })) ?? [];
  }

  /** Live signals carry their archive ids, so that the next reading needn't bring them once more. */
  advance(envelopes: readonly Envelope[]): void {
    if (this.#isLeftAlone) return;
    const ids = new Set(envelopes.flatMap(({ archiveId = [] }) => archiveId));
    for (const id of ids) if (id.length <= MAX_ID_LENGTH) this.#recent.push({ id, at: performance.now() });
    if (ids.size === 0) return;
    this.#settle();
    this.#store();
  }

  /**
   * Reads the newest of what was missed, to be shown before its turn, however much stands in between. Asked for before the presence is sent, it also keeps
   * Prosody from delivering all of it once more, outside of the archive.
   * @returns nothing in a browser that has never read this archive, because it has no sessions to show it in
   */
  async readEnd(stream: MessagingStream): Promise<readonly Envelope[]> {
    this.#isEndRead = false;
    const last = this.#last;
    const isNew = last === undefined && this.#recent.length === 0;
    if (isNew || this.#isLeftAlone || this.#hasEndFailed) return [];
    const page = await this.#readNewest(stream);
    this.#isEndRead = page !== undefined;
    this.#hasEndFailed = page === undefined;
    const newest = page?.ids.findLastIndex((id) => id === last || this.#isRecent(id)) ?? -1;
    const known = new Set(page?.ids.slice(0, newest + 1));
    return page?.envelopes.filter(({ archiveId = '' }) => !known.has(archiveId)) ?? [];
  }

  /**
   * Reads everything since the last reading. Each page is stored before the next is asked for, and counts also if it comes in part only. An item at
   * which the reading fails again and again, as one that is larger than a relay lets through, is passed over.
   */
  async catchUp(stream: MessagingStream, reader: ArchiveReader): Promise<void> {
    this.#settle();
    // An archive whose pages lead in circles would be read for ever, so that a page's end that was seen before ends the reading.
    const seen = new Set([this.#last]);
    let count = 0;
    for (let isComplete = this.#isLeftAlone; !isComplete;) {
      const page = await this.#readNext(stream, reader);
      // Receipts come again, because what this agent has sent does.
      await reader.take(page.envelopes.filter(({ signal, archiveId }) => signal.type === 'received' || !this.#isRecent(archiveId)));
      const { last } = page;
      count += page.ids.length;
      isComplete = page.isComplete || last === undefined || seen.has(last) || count > MOST_ITEMS;
      if (last !== undefined) this.#moveTo(last);
      if (!isComplete && seen.size === 1 && !this.#isEndRead) {
        // If it can't be read, it is shown in its turn.
        reader.showNewest((await this.#readNewest(stream))?.envelopes ?? []);
      }
      seen.add(last);
      // What the last page brought is shown on a full disk too.
      await (isComplete ? this.journal.flushIfRoom() : this.journal.flush());
    }
    this.#isEndRead = false;
    this.#hasEndFailed = false;
    this.#recent.length = 0;
    this.#store();
  }

  /** Moves the cursor to the last of what came so long ago that nothing before it is under way any more. */
  #settle(): void {
    const latest = performance.now() - OVERLAP_MS;
    const settled = this.#recent.findLastIndex(({ at }, place) => at <= latest || place < this.#recent.length - MOST_RECENT);
    const id = this.#recent.splice(0, settled + 1).at(-1)?.id;
    if (id !== undefined) this.#moveTo(id);
  }

  #isRecent(id: string | undefined): boolean {
    return this.#recent.some((recent) => recent.id === id);
  }

  get #isLeftAlone(): boolean {
    return performance.now() < this.#leftAloneUntil;
  }

  #readNewest(stream: MessagingStream): Promise<ArchivePage | undefined> {
    return stream.readArchive({ before: '' }, Math.min(NEWEST, this.#size.items)).catch(this.log.noting('newest-not-read'));
  }

  /** The next page, or, where that can't be read, everything from behind it to the archive's end. */
  async #readNext(stream: MessagingStream, reader: ArchiveReader): Promise<ArchivePage> {
    while (!this.#isStuck) {
      const range = this.#last === undefined ? { since: new Date(this.now() - FIRST_LOOK_BACK_MS) } : { after: this.#last };
      const page = await this.#try(range, stream, () => (this.#isStuck = true));
      if (page) return page;
      // The reading begins as in a new browser.
      this.#last = undefined;
    }
    // Hardly anybody ever needs it.
    const { BackReading } = await import('./back-reading.ts');
    this.#back ??= new BackReading(this.#last);
    const { page, hasGap } = await this.#back.read((range, giveUp) => this.#try(range, stream, giveUp));
    this.#back = undefined;
    this.#isStuck = false;
    if (hasGap) reader.noteGap();
    if (hasGap && page.last === undefined) this.#leftAloneUntil = performance.now() + LEFT_ALONE_MS;
    return page;
  }

  /**
   * Reads a page, and smaller ones where the server refuses it. Where that doesn't help, it is tried again on the next connection.
   * @param giveUp Called when a single item has failed on several connections
   * @returns undefined when the archive doesn't know the item at which the page begins
   * @throws what goes wrong otherwise
   */
  async #try(range: ArchiveRange, stream: MessagingStream, giveUp: () => void): Promise<ArchivePage | undefined> {
    for (;;) {
      const begunAt = performance.now();
      try {
        const page = await stream.readArchive(range, this.#size.items);
        if (!this.#isNoAnswer(page)) {
          if (page.isCut) this.#size.noteFailed();
          else this.#size.noteRead(performance.now() - begunAt);
          this.#failures = 0;
          return page;
        }
      } catch (error) {
        if (isAnswer(error) && isItemNotFound(error)) return undefined;
        const canShrink = this.#size.noteFailed();
        if (canShrink && isAnswer(error)) continue;
        if (!canShrink) this.#failures += 1;
        if (this.#failures >= FAILURES) {
          this.#failures = 0;
          giveUp();
        }
        throw error;
      }
      throw new Error('The archive says neither what it has nor that it has no more');
    }
  }

  /** Whether a page is no answer. Were it taken for the end, what is live would move the cursor past what wasn't read. */
  #isNoAnswer({ last, isComplete }: ArchivePage): boolean {
    this.#emptyAnswers = last === undefined && !isComplete ? this.#emptyAnswers + 1 : 0;
    return this.#emptyAnswers > 0 && this.#emptyAnswers < MOST_EMPTY_ANSWERS;
  }

  #moveTo(id: string): void {
    if (id.length > MAX_ID_LENGTH) return;
    this.#last = id;
    this.#store();
  }

  #store(): void {
    const taken = this.#recent.map(({ id }) => id);
    this.journal.writeLatest(
      'archiveCursor',
      putFact('archiveCursor', { ...(this.#last === undefined ? {} : { last: this.#last }), taken }),
    );
  }
}

/** Whether the server has answered by an error, so that the stream goes on. */
function isAnswer(error: unknown): error is { readonly error: object } {
  return typeof error === 'object' && error !== null && 'error' in error && typeof error.error === 'object' && error.error !== null;
}

/** The id isn't in the archive any more, which was cleared or has expired that far. */
function isItemNotFound({ error }: { readonly error: object }): boolean {
  return JSON.stringify(error).includes('item-not-found');
}
