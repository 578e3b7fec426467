import type { BareJid } from '../../model/jid.ts';
import type { OutboxEntry } from '../../storage/outbox-store.ts';
import { Deadlines } from '../time/deadlines.ts';
import type { Outbox } from './outbox.ts';

/** How long a peer who is there may take to confirm. Most confirm within a tenth of a second. */
const FIRST_WAIT_MS = 10_000;
/**
 * The wait doubles each time up to this, because a device whose connection is lost counts as there for some minutes. After that only a new stream, or
 * a device that comes, is a reason to send again: a peer's program of an earlier version confirms no signals at all.
 */
const LONGEST_WAIT_MS = 320_000;

export interface RedeliveryOptions {
  readonly outbox: Pick<Outbox, 'isOpen' | 'unconfirmed' | 'repeat' | 'remove'>;
  /** Whether a device of the peer is there to take anything. */
  readonly isThere: (peer: BareJid) => boolean;
  /** Whether an entry still has to reach its peer. An invitation that was taken back hasn't: it would wait there for ever. */
  readonly isStillWanted: (entry: OutboxEntry) => boolean;
  /** Called when a peer who is there hasn't confirmed in time. */
  readonly onSilence: (peer: BareJid) => void;
}

/**
 * Sends again what the server has taken and the peer hasn't confirmed, because a server's node may die with what it has taken. While the peer is
 * there, it is sent again after ten seconds and then five times more, ever more seldom; and at once when a device of theirs comes.
 */
export class Redelivery {
  /** When each unconfirmed entry was sent last, as `performance.now` counts, and how long after that it is sent again. The key is the entry's id. */
  readonly #waits = new Map<string, { readonly since: number; readonly ms: number }>();
  readonly #deadlines: Deadlines;

  constructor(private readonly options: RedeliveryOptions) {
    this.#deadlines = new Deadlines(
      () => this.#next(),
      () => this.#expire(),
    );
  }

  /** To be called when something has been taken by the server or confirmed by a peer, or a peer has come or gone. */
  arm(): void {
    const waiting = this.options.outbox.unconfirmed();
    const ids = new Set(waiting.map(({ id }) => id));
    for (const id of this.#waits.keys()) if (!ids.has(id)) this.#waits.delete(id);
    for (const { id } of waiting) if (!this.#waits.has(id)) this.#waits.set(id, { since: performance.now(), ms: FIRST_WAIT_MS });
    this.#deadlines.arm();
  }

  /** To be called when a device of a peer has come. */
  noteArrival(peer: BareJid): void {
    const { outbox } = this.options;
    if (!outbox.isOpen) return;
    for (const entry of outbox.unconfirmed()) {
      if (entry.peer !== peer) continue;
      this.#waits.set(entry.id, { since: performance.now(), ms: FIRST_WAIT_MS });
      this.#repeat(entry);
    }
    this.arm();
  }

  stop(): void {
    this.#deadlines.stop();
  }

  #dueAt({ id, peer }: OutboxEntry): number {
    const wait = this.#waits.get(id);
    return wait && this.options.isThere(peer) ? wait.since + wait.ms : Infinity;
  }

  #next(): number | undefined {
    const { outbox } = this.options;
    const next = outbox.isOpen ? Math.min(...outbox.unconfirmed().map((entry) => this.#dueAt(entry))) : Infinity;
    return next === Infinity ? undefined : next;
  }

  #expire(): void {
    const { outbox } = this.options;
    if (!outbox.isOpen) return;
    for (const entry of outbox.unconfirmed()) {
      if (this.#dueAt(entry) > performance.now()) continue;
      this.options.onSilence(entry.peer);
      const ms = 2 * (this.#waits.get(entry.id)?.ms ?? FIRST_WAIT_MS);
      this.#waits.set(entry.id, { since: performance.now(), ms: ms > LONGEST_WAIT_MS ? Infinity : ms });
      this.#repeat(entry);
    }
    this.arm();
  }

  #repeat(entry: OutboxEntry): void {
    const { outbox, isStillWanted } = this.options;
    if (isStillWanted(entry)) outbox.repeat(entry);
    else outbox.remove(entry.id);
  }
}
