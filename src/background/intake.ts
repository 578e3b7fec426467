import type { Envelope } from '../model/signal.ts';
import { putFact } from '../storage/account-facts.ts';
import type { Journal } from '../storage/journal.ts';
import type { ArchiveCursor } from './archive-cursor.ts';
import type { MessagingStream, StreamState } from './messaging-port.ts';

/**
 * Takes in what the server sends, in order and without a gap: from the archive first, then live. So it also knows whether
 * the next connection may resume this stream (XEP-0198) or has to begin a new one and read the archive (XEP-0313).
 */
export class Intake {
  private state: StreamState | undefined;
  /** Live signals, as long as what came before them hasn't been read from the archive. */
  private held: Envelope[] | undefined;
  /** Live signals behind one whose session has to be read first. */
  private waiting: Envelope[] | undefined;
  /** The server has answered on the stream since it was resumed. */
  private isHeard = true;

  constructor(
    private resumable: StreamState | undefined,
    private readonly cursor: ArchiveCursor,
    private readonly journal: Journal,
    private readonly take: (envelopes: readonly Envelope[]) => void,
    /** What has to be read before these can be taken; undefined for nothing. */
    private readonly recall: (envelopes: readonly Envelope[]) => Promise<void> | undefined,
    /** What waits can't be read: only another connection goes on. */
    private readonly onStuck: () => void,
  ) {}

  /** A connection is about to be made. @returns the state of the stream to resume; undefined for a new one */
  begin(): StreamState | undefined {
    this.isHeard = true;
    if (!this.resumable) this.held = [];
    return this.resumable;
  }

  /** Live signals. */
  receive(envelopes: readonly Envelope[]): void {
    const queue = this.held ?? this.waiting;
    if (queue) {
      queue.push(...envelopes);
      return;
    }
    const recalling = this.recall(envelopes);
    if (recalling) void this.takeRecalled([...envelopes], recalling);
    else this.takeLive(envelopes);
  }

  private takeLive(envelopes: readonly Envelope[]): void {
    this.take(envelopes);
    this.cursor.advance(envelopes);
  }

  /** When it can't be read, nobody waits for ever: this stream isn't resumed then, and the archive has it. */
  private async takeRecalled(waiting: Envelope[], recalling: Promise<void>): Promise<void> {
    this.waiting = waiting;
    this.keepState();
    for (let reading: Promise<void> | undefined = recalling; reading; reading = this.recall(waiting)) {
      const isRead = await reading.then(() => true, () => false);
      if (this.waiting !== waiting) return;
      if (!isRead) return this.onStuck();
    }
    this.waiting = undefined;
    this.takeLive(waiting);
    this.keepState();
  }

  setState(state: StreamState | undefined): void {
    this.state = state;
    if (!state) this.held ??= [];
    this.keepState();
  }

  /** The ids of the stanzas that the server hasn't acknowledged; a resumed stream sends them again. */
  get unacked(): readonly string[] {
    return (this.state?.unacked ?? []).flatMap(([, { id }]) => (typeof id === 'string' ? [id] : []));
  }

  /**
   * Reads the archive from where it was left; what comes live meanwhile waits, so that the order holds. When that fails, what
   * waited is forgotten: the archive has it, and the next connection reads on from where this one came to.
   */
  async catchUp(stream: MessagingStream): Promise<void> {
    const held: Envelope[] = [];
    this.held = held;
    // The archive has what waits for a session, and it comes in its place.
    this.waiting = undefined;
    this.keepState();
    await this.cursor.catchUp(stream, async (envelopes) => {
      await this.recall(envelopes);
      this.take(envelopes);
    });
    // Begun anew meanwhile: that reading sees what came during this one.
    if (this.held !== held) return;
    this.held = undefined;
    this.receive(held);
    this.keepState();
  }

  /**
   * A stream that was resumed must answer, or it isn't resumed again: Prosody 0.12 goes on reading where the lost connection
   * left off, and after part of a frame it understands nothing more on that stream.
   */
  async expectAnswer(stream: MessagingStream): Promise<void> {
    this.isHeard = false;
    this.keepState();
    await stream.ping();
    this.isHeard = true;
    this.keepState();
  }

  /** A stream that still holds back what it brought can't be resumed: the server would take that for handled. */
  private keepState(): void {
    const state = this.held || this.waiting || !this.isHeard ? undefined : this.state;
    this.resumable = state;
    this.journal.writeLatest('stream', putFact('stream', state && { ...state, unacked: [...state.unacked] }));
    // A lost write here is told by the journal; the stream is then not acknowledged.
    this.journal.flush().catch(() => undefined);
  }
}
