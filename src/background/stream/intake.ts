import type { Envelope } from '../../model/signal.ts';
import { putFact } from '../../storage/account-facts.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';
import type { ArchiveCursor } from './archive-cursor.ts';
import type { MessagingStream, StreamState } from './messaging-port.ts';

export interface IntakeOptions {
  readonly cursor: ArchiveCursor;
  readonly journal: Journal;
  readonly take: (envelopes: readonly Envelope[]) => void;
  /** Reads what these need before they can be taken; undefined if they need nothing. */
  readonly recall: (envelopes: readonly Envelope[]) => Promise<void> | undefined;
  /** Shows what stands at the archive's end, before it can be taken in its turn. Each time it takes the place of what was shown before. */
  readonly showAhead: (envelopes: readonly Envelope[]) => void;
  /** Called when something in the archive couldn't be read, before what follows is taken. */
  readonly onGap: () => void;
  /** Called when what signals wait for can't be read. The connection has to be given up; the next one begins anew. */
  readonly onStuck: () => void;
}

/**
 * Takes in what the server sends, in order and without a gap: from the archive first, then live. So it also knows whether
 * the next connection may resume this stream (XEP-0198) or has to begin a new one and read the archive (XEP-0313).
 */
export class Intake {
  #state: StreamState | undefined;
  /** Live signals that wait until what came before them has been read from the archive; undefined when none wait. */
  #held: Envelope[] | undefined;
  /** Live signals that wait because the session of one of them has to be read from storage first. */
  #waiting: Envelope[] | undefined;
  /** What was missed last, which is shown until its turn comes. */
  #newest: readonly Envelope[] = [];
  /** Whether the server has answered on the stream since it was resumed. */
  #isHeard = true;

  #resumable: StreamState | undefined;

  /** @param resumable The state of the stream that may be resumed */
  constructor(
    resumable: StreamState | undefined,
    private readonly options: IntakeOptions,
  ) {
    this.#resumable = resumable;
  }

  /** Called before a connection is made. @returns the state of the stream to resume; undefined for a new stream */
  begin(): StreamState | undefined {
    this.#isHeard = true;
    // A resumption acknowledges all that was received, also what a full disk hasn't stored. The archive has it too.
    if (this.options.journal.isFull) this.#resumable = undefined;
    if (!this.#resumable) this.#held = [];
    return this.#resumable;
  }

  /** Has live signals wait until the archive has been read, because it has something that came before them. */
  awaitArchive(): void {
    this.#held ??= [];
  }

  /** Takes live signals, or lets them wait. */
  receive(envelopes: readonly Envelope[]): void {
    const queue = this.#held ?? this.#waiting;
    if (queue) {
      queue.push(...envelopes);
      return;
    }
    const recalling = this.options.recall(envelopes);
    if (recalling) void this.#takeRecalled([...envelopes], recalling);
    else this.#takeLive(envelopes);
  }

  #takeLive(envelopes: readonly Envelope[]): void {
    this.options.take(envelopes);
    this.options.cursor.advance(envelopes);
  }

  /**
   * Takes the signals once what they need has been read. If that can't be read, the stream is given up and isn't resumed; the archive has the
   * signals.
   */
  async #takeRecalled(waiting: Envelope[], recalling: Promise<void>): Promise<void> {
    this.#waiting = waiting;
    this.#keepState();
    for (let reading: Promise<void> | undefined = recalling; reading; reading = this.options.recall(waiting)) {
      const isRead = await reading.then(
        () => true,
        () => false,
      );
      if (this.#waiting !== waiting) return;
      if (!isRead) return this.options.onStuck();
    }
    this.#waiting = undefined;
    this.#takeLive(waiting);
    this.#keepState();
  }

  setState(state: StreamState | undefined): void {
    this.#state = state;
    if (!state) this.#held ??= [];
    // Before the server is told that something has arrived, all of it is stored. The rest may wait: a state that is older has more sent again, which is
    // recognised.
    this.#writeState();
    if (state) this.options.journal.flushSoon();
    else this.options.journal.flush().catch(toldByJournal);
  }

  /** The ids of the stanzas that the server hasn't acknowledged; a resumed stream sends them again. */
  get unacked(): readonly string[] {
    return (this.#state?.unacked ?? []).flatMap(([, { id }]) => (typeof id === 'string' ? [id] : []));
  }

  /** Shows the newest of what was missed. To be called on a new stream before its presence is sent. */
  async lookAhead(stream: MessagingStream): Promise<void> {
    const newest = await this.options.cursor.readEnd(stream);
    // Everything may have been taken in its turn meanwhile.
    if (this.#held && newest.length > 0) this.options.showAhead((this.#newest = newest));
  }

  /**
   * Reads the archive from where it was left; what comes live meanwhile waits, so that the order holds. When that fails, what
   * waited is forgotten: the archive has it, and the next connection reads on from where this one came to.
   */
  async catchUp(stream: MessagingStream): Promise<void> {
    const held: Envelope[] = [];
    this.#held = held;
    // Signals that wait for their session are in the archive too, and come from there in their order.
    this.#waiting = undefined;
    this.#keepState();
    const { cursor, recall, take, showAhead, onGap } = this.options;
    await cursor
      .catchUp(stream, {
        take: async (envelopes) => {
          for (let reading = recall(envelopes); reading; reading = recall(envelopes)) await reading;
          take(envelopes);
          // Only now may the sessions of these be there.
          showAhead(this.#newest);
        },
        showNewest: (envelopes) => showAhead((this.#newest = envelopes)),
        noteGap: onGap,
      })
      .finally(() => showAhead((this.#newest = [])));
    // If another reading has begun meanwhile, it delivers what came during this one.
    if (this.#held !== held) return;
    this.#held = undefined;
    this.receive(held);
    this.#keepState();
  }

  /**
   * To be called on a stream that was resumed. It must answer, or it isn't resumed again: Prosody 0.12 goes on reading where the lost connection
   * left off, and after part of a frame it understands nothing more on that stream. Then the archive is read: ejabberd hands a stream over to the new
   * connection in several steps, and gives to no stream what comes between two of them.
   */
  async goOn(stream: MessagingStream): Promise<void> {
    this.#isHeard = false;
    this.#keepState();
    await stream.ping();
    this.#isHeard = true;
    await this.catchUp(stream);
  }

  #keepState(): void {
    this.#writeState();
    // If this write fails, the journal says so, and the stream isn't acknowledged.
    this.options.journal.flush().catch(toldByJournal);
  }

  /** Stores the state of the stream with the next commit, or none while signals still wait: the server would take those for handled when the stream is resumed. */
  #writeState(): void {
    const state = this.#held || this.#waiting || !this.#isHeard ? undefined : this.#state;
    this.#resumable = state;
    this.options.journal.writeLatest('stream', putFact('stream', state && { ...state, unacked: [...state.unacked] }));
  }
}
