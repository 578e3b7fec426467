import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Turn } from '../../model/turn.ts';
import type { StorageProblem } from '../../model/workspace.ts';
import { abortedBy, type AccountDatabase, type StoreName, type WriteTransaction } from '../account-database.ts';
import { LAYOUT, STORES } from './layout.ts';
import { recordOfBytes } from './record-bytes.ts';
import { RecordedWrites } from './recorded-writes.ts';
import type { Seal } from './seal.ts';
import { sealedKey, sealedRange } from './sealed-keys.ts';

/** What is stored in place of a record. */
interface SealedRecord {
  readonly data: Uint8Array<ArrayBuffer>;
  /** Its key in the store's index; absent when the index doesn't have it. */
  readonly at?: IDBValidKey;
}

type SealedSchema = DBSchema & Record<StoreName, { key: IDBValidKey; value: SealedRecord; indexes: Record<string, IDBValidKey> }>;

/** A write that is ready to be carried out. */
interface SealedWrite {
  readonly store: StoreName;
  readonly key: IDBValidKey;
  readonly value: SealedRecord | undefined;
}

const placeOf = (store: StoreName, key: IDBValidKey) => JSON.stringify([store, key]);

/**
 * An account's database whose records and names nobody can read without its seal: on the disk there are ciphertexts, times and counts. It is made anew
 * for each seal, so that it has no earlier versions. A record that can't be opened is as if it weren't there.
 */
class SealedDatabase {
  /** Writes are carried out in their order, and reads after the writes before them, however long sealing takes. */
  readonly #turn = new Turn();

  constructor(
    private readonly database: IDBPDatabase<SealedSchema>,
    private readonly seal: Seal,
  ) {}

  async get(store: StoreName, key: IDBValidKey): Promise<unknown> {
    await this.#turn.over();
    return this.#read(store, key);
  }

  async getAll(store: StoreName, range?: IDBKeyRange): Promise<unknown[]> {
    return (await this.entries(store, range)).map(([, record]) => record);
  }

  async getAllKeys(store: StoreName, range?: IDBKeyRange): Promise<IDBValidKey[]> {
    return (await this.entries(store, range)).map(([key]) => key);
  }

  async getAllFromIndex(store: StoreName, index: string, range?: IDBKeyRange, count?: number): Promise<unknown[]> {
    await this.#turn.over();
    return (await this.#readIndex(store, index, range, count)).map(([, record]) => record);
  }

  async getAllKeysFromIndex(store: StoreName, index: string, range?: IDBKeyRange): Promise<IDBValidKey[]> {
    await this.#turn.over();
    return this.#readIndexKeys(store, index, range);
  }

  async getLastFromIndex(store: StoreName, index: string, range: IDBKeyRange, count: number): Promise<unknown[]> {
    await this.#turn.over();
    const sealed = await sealedRange(range, this.seal);
    const found: [IDBValidKey, SealedRecord][] = [];
    let cursor = await this.database.transaction(store).store.index(index).openCursor(sealed, 'prev');
    while (cursor && found.length < count) {
      found.push([cursor.primaryKey, cursor.value]);
      cursor = await cursor.continue();
    }
    return (await this.#openAll(store, found.reverse())).map(([, record]) => record);
  }

  async getStoredKeys(store: StoreName): Promise<IDBValidKey[]> {
    await this.#turn.over();
    return this.database.getAllKeys(store);
  }

  async count(store: StoreName): Promise<number> {
    await this.#turn.over();
    return this.database.count(store);
  }

  async countFromIndex(store: StoreName, index: string): Promise<number> {
    await this.#turn.over();
    return this.database.countFromIndex(store, index);
  }

  put(store: StoreName, record: never, key?: never): Promise<void> {
    return this.commit([store], (transaction) => transaction.objectStore(store).put(record, key));
  }

  delete(store: StoreName, key: never): Promise<void> {
    return this.commit([store], (transaction) => transaction.objectStore(store).delete(key));
  }

  commit(stores: readonly StoreName[], work: (transaction: WriteTransaction) => Promise<unknown>): Promise<void> {
    return this.#turn.take(() => this.#carryOut(stores, work));
  }

  close(): void {
    void this.#turn.take(() => this.database.close());
  }

  /** All of a store, with its keys. */
  async entries(store: StoreName, range?: IDBKeyRange): Promise<[IDBValidKey, unknown][]> {
    await this.#turn.over();
    const sealed = await sealedRange(range, this.seal);
    const records = this.database.transaction(store).store;
    const [keys, values] = await Promise.all([records.getAllKeys(sealed), records.getAll(sealed)]);
    return this.#openAll(
      store,
      keys.map((key, index) => [key, values[index]]),
    );
  }

  async #carryOut(stores: readonly StoreName[], work: (transaction: WriteTransaction) => Promise<unknown>): Promise<void> {
    const recorded = new RecordedWrites({
      get: (store, key) => this.#read(store, key),
      getAllKeysFromIndex: (store, index, range) => this.#readIndexKeys(store, index, range),
    });
    await work(recorded);
    const [ranges, writes] = await Promise.all([
      Promise.all(recorded.ranges.map(async ({ store, range }) => ({ store, range: await sealedRange(range, this.seal) }))),
      Promise.all(recorded.writes.map((write): Promise<SealedWrite> => this.#sealWrite(write))),
    ]);
    const transaction = this.database.transaction([...stores], 'readwrite', { durability: 'relaxed' });
    transaction.done.catch(() => undefined);
    try {
      await Promise.all([
        ...ranges.map(async ({ store, range }) => range && transaction.objectStore(store).delete(range)),
        ...writes.map(async ({ store, key, value }): Promise<unknown> => {
          const records = transaction.objectStore(store);
          return value ? records.put(value, key) : records.delete(key);
        }),
      ]);
    } catch (error) {
      throw abortedBy(transaction, error);
    }
    await transaction.done;
  }

  async #sealWrite({ store, key, bytes, indexKey }: RecordedWrites['writes'][number]): Promise<SealedWrite> {
    const sealed = await sealedKey(key, this.seal);
    if (!bytes) return { store, key: sealed, value: undefined };
    const data = await this.seal.close(bytes, placeOf(store, sealed));
    return { store, key: sealed, value: indexKey === undefined ? { data } : { data, at: await sealedKey(indexKey, this.seal) } };
  }

  async #read(store: StoreName, key: IDBValidKey): Promise<unknown> {
    const sealed = await sealedKey(key, this.seal);
    const [entry] = await this.#openAll(store, [[sealed, await this.database.get(store, sealed)]]);
    return entry?.[1];
  }

  async #readIndexKeys(store: StoreName, index: string, range: IDBKeyRange | undefined): Promise<IDBValidKey[]> {
    return (await this.#readIndex(store, index, range)).map(([key]) => key);
  }

  async #readIndex(store: StoreName, index: string, range: IDBKeyRange | undefined, count?: number): Promise<[IDBValidKey, unknown][]> {
    const sealed = await sealedRange(range, this.seal);
    const records = this.database.transaction(store).store.index(index);
    const [keys, values] = await Promise.all([records.getAllKeys(sealed, count), records.getAll(sealed, count)]);
    return this.#openAll(
      store,
      keys.map((key, at) => [key, values[at]]),
    );
  }

  async #openAll(
    store: StoreName,
    sealed: readonly (readonly [IDBValidKey, SealedRecord | undefined])[],
  ): Promise<[IDBValidKey, unknown][]> {
    const opened = await Promise.all(sealed.map(([key, record]) => record && this.#open(store, key, record)));
    return opened.filter((entry) => entry !== undefined);
  }

  /** The key and the record, which are sealed together. */
  async #open(store: StoreName, key: IDBValidKey, { data }: SealedRecord): Promise<[IDBValidKey, unknown] | undefined> {
    try {
      return recordOfBytes(await this.seal.open(data, placeOf(store, key))) as [IDBValidKey, unknown];
    } catch {
      // The record is of another seal, or somebody without the seal has moved or changed it.
      return undefined;
    }
  }
}

/** Opens a sealed database, or makes it. @param onLost called when the browser closes it under us, or somebody deletes it */
export async function openSealedDatabase(name: string, seal: Seal, onLost: (problem: StorageProblem) => void): Promise<AccountDatabase> {
  const database = await openDB<SealedSchema>(name, 1, {
    upgrade(upgrading) {
      for (const store of STORES) {
        const { index } = LAYOUT[store];
        const made = upgrading.createObjectStore(store);
        if (index) made.createIndex(index.name, 'at');
      }
    },
    blocking: (_version, wanted) => {
      database.close();
      onLost(wanted === null ? 'storage-cleared' : 'storage-newer');
    },
    terminated: () => onLost('storage-cleared'),
  });
  // It works with any record of any store; the port says which records are whose.
  return new SealedDatabase(database, seal) as unknown as AccountDatabase;
}
