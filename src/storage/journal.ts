import type { AccountDatabase, StoreName, WriteTransaction } from './account-database.ts';
import { StorageError } from './database.ts';

/** One write; it must not wait for anything outside its transaction. */
export interface Write {
  (transaction: WriteTransaction): Promise<unknown>;
  /** It reads before it writes: what was given after it begins when it has ended. */
  readonly isReadingFirst?: true;
}

const ALL_STORES: readonly StoreName[] = ['facts', 'sessions', 'transcript', 'outbox', 'drafts', 'interactions', 'calls', 'sharedContacts'];

/**
 * Collects writes and commits all that have gathered in ONE transaction, in order: a message and the state of the stream
 * that brought it are stored together or not at all (XEP-0198 with a killed process; DESIGN 5).
 */
export class Journal {
  private waiting: Write[] = [];
  private readonly latest = new Map<string, Write>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: AccountDatabase,
    /** Told of a commit that failed for good (quota, storage cleared): what was in it is not durable. */
    private readonly onFailure: (error: StorageError) => void,
    /** Told of a record that no browser stores: it costs itself, and what was written with it is kept. */
    private readonly onUnstorable: () => void = () => undefined,
  ) {}

  write(...writes: readonly Write[]): void {
    this.waiting.push(...writes);
  }

  /** A write of which only the newest of its name matters; it comes last in its transaction. */
  writeLatest(name: string, write: Write): void {
    this.latest.set(name, write);
  }

  /** Resolves when everything written so far is durable; rejects with StorageError when it isn't. */
  async flush(): Promise<void> {
    // Writes that came while a commit was running need one more.
    while (this.running ?? this.waiting.length + this.latest.size > 0) {
      this.running ??= this.commit(this.takeWaiting()).finally(() => (this.running = undefined));
      await this.running;
    }
  }

  private takeWaiting(): readonly Write[] {
    const writes = [...this.waiting, ...this.latest.values()];
    this.waiting = [];
    this.latest.clear();
    return writes;
  }

  private async commit(writes: readonly Write[]): Promise<void> {
    try {
      await this.database.commit(ALL_STORES, (transaction) => runInOrder(writes, transaction, this.onUnstorable));
    } catch (cause) {
      const error = new StorageError('What happened could not be stored in this browser', { cause });
      this.onFailure(error);
      throw error;
    }
  }
}

/** Requests of one transaction are carried out in the order they are made: only who reads first must be waited for. */
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

/** A put that can't be may throw at once. */
async function begun(write: Write, transaction: WriteTransaction): Promise<void> {
  await write(transaction);
}

/** No key (IndexedDB 3.0, "valid key"), or nothing that can be cloned: it is refused before the transaction has it. */
function isUnstorable(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'DataError' || error.name === 'DataCloneError');
}

/** For who doesn't wait for a flush: what can't be stored ends the account in this host, and the journal says so, once for all. */
export function toldByJournal(): void {}
