import type { AccountDatabase, StoreName, Write, WriteTransaction } from './account-database.ts';
import { StorageError } from './database.ts';

const ALL_STORES: readonly StoreName[] = [
  'facts',
  'sessions',
  'transcript',
  'outbox',
  'drafts',
  'interactions',
  'calls',
  'sharedContacts',
  'presence',
];

/** While the disk is full, a commit is tried again after so long, and then after twice the time, up to the longest. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** How long what may be stored later waits for something to be stored with. */
const SOON_MS = 100;

export interface JournalOptions {
  /** Called when a commit has failed for good, as when the storage was cleared: nothing of what was in it is stored. */
  readonly onFailure: (error: StorageError) => void;
  /** Called for a record that no browser can store. It is left out, and what was written with it is stored. */
  readonly onUnstorable?: () => void;
  /** Called when the disk has become full, and when there is room again. */
  readonly onRoomChange?: () => void;
}

/**
 * Collects writes and commits all that have gathered in ONE transaction, in order. So a message and the state of the stream that brought it are
 * stored together or not at all, whenever the process is killed (XEP-0198, docs/decisions/0003-store-before-acknowledging.md).
 *
 * On a full disk the writes wait in memory, and are tried again until there is room.
 */
export class Journal {
  #waiting: Write[] = [];
  #latest = new Map<string, Write>();
  #running: Promise<void> | undefined;
  /** The number of the next commit, and of the last one that was done. */
  #nextCommit = 1;
  #storedCommit = 0;
  /** The commit of what is written now, which hasn't begun. */
  #next: Promise<void> | undefined;
  #isFull = false;
  #isClosed = false;
  /** Set while something waits that may be stored later. */
  #soon: ReturnType<typeof setTimeout> | undefined;
  /** Ends the wait before the next attempt. */
  #retryNow: (() => void) | undefined;
  /** Each is told once how the next attempt to commit has ended: whether there was room. */
  readonly #listeners = new Set<(hadRoom: boolean) => void>();

  constructor(
    private readonly database: AccountDatabase,
    private readonly options: JournalOptions,
  ) {}

  /** Whether writes wait for room on the disk. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** The number of the commit that stores what is written now. */
  get nextCommit(): number {
    return this.#nextCommit;
  }

  /** Whether what was written for this commit is durable. */
  isStored(commit: number): boolean {
    return commit <= this.#storedCommit;
  }

  write(...writes: readonly Write[]): void {
    this.#waiting.push(...writes);
  }

  /** Adds a write that takes the place of an earlier one of the same name. It comes last in its transaction. */
  writeLatest(name: string, write: Write): void {
    this.#latest.set(name, write);
  }

  /**
   * Resolves when everything written so far is durable, on a full disk not before there is room; rejects with StorageError when it can't be. What is
   * written later isn't waited for.
   */
  async flush(): Promise<void> {
    if (this.#waiting.length + this.#latest.size > 0) this.#next ??= this.#commitNext();
    await (this.#next ?? this.#running);
  }

  /** Has what was written so far stored within a moment, together with what is written meanwhile. */
  flushSoon(): void {
    this.#soon ??= setTimeout(() => void this.flush().catch(toldByJournal), SOON_MS);
  }

  /**
   * Commits once the commit before it has ended, and at the earliest when this turn is over: what belongs together comes into one transaction, as a
   * message and the state of the stream that has brought it.
   */
  async #commitNext(): Promise<void> {
    try {
      await this.#running;
    } finally {
      this.#next = undefined;
    }
    this.#running = this.#commit().finally(() => (this.#running = undefined));
    await this.#running;
  }

  /** Resolves like `flush`, but on a full disk at once, for who reads: what is stored can be read. */
  async flushIfRoom(): Promise<void> {
    await this.whileRoom(this.flush());
  }

  /** Waits for work, but no longer than the disk has room. On a full disk the work goes on by itself, as far as it needn't be stored. */
  whileRoom<T>(work: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const listener = (hadRoom: boolean) => {
        if (hadRoom) this.#listeners.add(listener);
        else resolve(undefined);
      };
      work.then(resolve, reject).finally(() => this.#listeners.delete(listener));
      if (this.#isFull) resolve(undefined);
      else this.#listeners.add(listener);
    });
  }

  /** Whether there is room on the disk. Where there wasn't, it is tried anew. */
  async hasRoom(): Promise<boolean> {
    if (!this.#isFull || this.#isClosed) return !this.#isFull;
    const outcome = new Promise<boolean>((resolve) => this.#listeners.add(resolve));
    this.#retryNow?.();
    return outcome;
  }

  /** Stores what can be stored, and then nothing more. What waits for room is given up, and whoever waits for it gets the StorageError. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#retryNow?.();
    await this.flush().catch(toldByJournal);
  }

  async #commit(): Promise<void> {
    for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2)) {
      const waiting = this.#waiting;
      const latest = this.#latest;
      const commit = this.#nextCommit;
      this.#nextCommit += 1;
      this.#waiting = [];
      this.#latest = new Map();
      clearTimeout(this.#soon);
      this.#soon = undefined;
      const writes = [...waiting, ...latest.values()];
      try {
        await this.database.commit(ALL_STORES, (transaction) => runInOrder(writes, transaction, () => this.options.onUnstorable?.()));
        this.#storedCommit = commit;
        return this.#setFull(false);
      } catch (cause) {
        const error = new StorageError('What happened could not be stored in this browser', { cause });
        const isFull = error.problem === 'storage-full';
        if (!isFull) this.options.onFailure(error);
        this.#setFull(isFull);
        if (!isFull || this.#isClosed) throw error;
        this.#waiting = [...waiting, ...this.#waiting];
        this.#latest = new Map([...latest, ...this.#latest]);
      }
      await this.#wait(retryMs);
    }
  }

  #setFull(isFull: boolean): void {
    const hasChanged = isFull !== this.#isFull;
    this.#isFull = isFull;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(!isFull);
    if (hasChanged) this.options.onRoomChange?.();
  }

  async #wait(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#retryNow = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    this.#retryNow = undefined;
  }
}

/**
 * Runs the writes. IndexedDB carries out the requests of one transaction in the order in which they are made, so that only a write that reads first
 * has to be waited for. When all are made, the transaction is committed at once: by itself it would wait until the last answer has come here.
 */
async function runInOrder(writes: readonly Write[], transaction: WriteTransaction, onUnstorable: () => void): Promise<void> {
  const running: Promise<unknown>[] = [];
  let hasFailed = false;
  for (const write of writes) {
    running.push(
      begun(write, transaction).catch((error: unknown) => {
        if (!isUnstorable(error)) {
          hasFailed = true;
          throw error;
        }
        onUnstorable();
      }),
    );
    if (write.isReadingFirst) await Promise.all(running);
  }
  const done = Promise.all(running);
  // Who failed at once has said so a turn later. Then nothing is to be stored.
  await Promise.race([done, undefined]);
  if (!hasFailed) transaction.commit?.();
  await done;
}

/** Runs a write as a promise, because a `put` that isn't possible may throw at once. */
async function begun(write: Write, transaction: WriteTransaction): Promise<void> {
  await write(transaction);
}

/**
 * Whether a record can't be stored, because it has no valid key (IndexedDB 3.0, "valid key") or can't be cloned. IndexedDB refuses it before the
 * transaction has it, so that the transaction goes on.
 */
function isUnstorable(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'DataError' || error.name === 'DataCloneError');
}

/**
 * Handles the rejection for callers that don't wait for a flush. They have nothing to do: the journal itself says that something can't be stored,
 * which ends the account in this host, unless that has ended already.
 */
export function toldByJournal(): void {}
