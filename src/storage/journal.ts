import type { AccountDatabase, StoreName, Write, WriteTransaction } from './account-database.ts';
import { StorageError } from './database.ts';

const ALL_STORES: readonly StoreName[] = ['facts', 'sessions', 'transcript', 'outbox', 'drafts', 'interactions', 'calls', 'sharedContacts'];

/**
 * Collects writes and commits all that have gathered in ONE transaction, in order. So a message and the state of the stream that brought it are
 * stored together or not at all, whenever the process is killed (XEP-0198, docs/decisions/0003-store-before-acknowledging.md).
 */
export class Journal {
  #waiting: Write[] = [];
  readonly #latest = new Map<string, Write>();
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: AccountDatabase,
    /** Called when a commit has failed for good (quota, storage cleared): nothing of what was in it is stored. */
    private readonly onFailure: (error: StorageError) => void,
    /** Called for a record that no browser can store. It is left out, and what was written with it is stored. */
    private readonly onUnstorable: () => void = () => undefined,
  ) {}

  write(...writes: readonly Write[]): void {
    this.#waiting.push(...writes);
  }

  /** Adds a write that takes the place of an earlier one of the same name. It comes last in its transaction. */
  writeLatest(name: string, write: Write): void {
    this.#latest.set(name, write);
  }

  /** Resolves when everything written so far is durable; rejects with StorageError when it isn't. */
  async flush(): Promise<void> {
    // Writes that came while a commit was running need another one.
    while (this.#running ?? this.#waiting.length + this.#latest.size > 0) {
      this.#running ??= this.#commit(this.#takeWaiting()).finally(() => (this.#running = undefined));
      await this.#running;
    }
  }

  #takeWaiting(): readonly Write[] {
    const writes = [...this.#waiting, ...this.#latest.values()];
    this.#waiting = [];
    this.#latest.clear();
    return writes;
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      await this.database.commit(ALL_STORES, (transaction) => runInOrder(writes, transaction, this.onUnstorable));
    } catch (cause) {
      const error = new StorageError('What happened could not be stored in this browser', { cause });
      this.onFailure(error);
      throw error;
    }
  }
}

/**
 * Runs the writes. IndexedDB carries out the requests of one transaction in the order in which they are made, so that only a write that reads first
 * has to be waited for.
 */
async function runInOrder(writes: readonly Write[], transaction: WriteTransaction, onUnstorable: () => void): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (const write of writes) {
    running.push(
      begun(write, transaction).catch((error: unknown) => {
        if (!isUnstorable(error)) throw error;
        onUnstorable();
      }),
    );
    if (write.isReadingFirst) await Promise.all(running);
  }
  await Promise.all(running);
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
 * which ends the account in this host.
 */
export function toldByJournal(): void {}
