import type { IDBPDatabase, IndexNames, StoreKey, StoreNames, StoreValue } from 'idb';
import type { AccountSchema } from './schema.ts';

export type StoreName = StoreNames<AccountSchema>;
type Value<N extends StoreName> = StoreValue<AccountSchema, N>;
type Key<N extends StoreName> = StoreKey<AccountSchema, N>;
type IndexName<N extends StoreName> = IndexNames<AccountSchema, N>;

/** An object store within a transaction. */
export interface WriteStore<N extends StoreName> {
  get(key: Key<N>): Promise<Value<N> | undefined>;
  put(value: Value<N>, key?: Key<N>): Promise<unknown>;
  delete(key: Key<N> | IDBKeyRange): Promise<unknown>;
  index<I extends IndexName<N>>(name: I): { getAllKeys(range?: IDBKeyRange): Promise<Key<N>[]> };
}

/** One transaction: all of it is stored, or nothing. */
export interface WriteTransaction {
  objectStore<N extends StoreName>(name: N): WriteStore<N>;
}

/**
 * One account's data, as the stores work with it: in clear (`PlainDatabase`), or sealed (`sealed/sealed-database.ts`). What is read comes after
 * what was written before it.
 */
export interface AccountDatabase {
  get<N extends StoreName>(store: N, key: Key<N>): Promise<Value<N> | undefined>;
  getAll<N extends StoreName>(store: N, range?: IDBKeyRange): Promise<Value<N>[]>;
  getAllKeys<N extends StoreName>(store: N, range?: IDBKeyRange): Promise<Key<N>[]>;
  /** In the index's order. */
  getAllFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range?: IDBKeyRange, count?: number): Promise<Value<N>[]>;
  getAllKeysFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range?: IDBKeyRange): Promise<Key<N>[]>;
  /** The last so many in the index's order, in that order. */
  getLastFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range: IDBKeyRange, count: number): Promise<Value<N>[]>;
  /** Keys to be counted by: a sealed database's strings are others than they were, but for empty ones. */
  getStoredKeys<N extends StoreName>(store: N): Promise<Key<N>[]>;
  count(store: StoreName): Promise<number>;
  countFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I): Promise<number>;
  put<N extends StoreName>(store: N, value: Value<N>, key?: Key<N>): Promise<unknown>;
  delete<N extends StoreName>(store: N, key: Key<N>): Promise<void>;
  /** Carries out `work` in one transaction, durable when this resolves; what it waits for is the transaction's own. */
  commit(stores: readonly StoreName[], work: (transaction: WriteTransaction) => Promise<unknown>): Promise<void>;
  /** Closes the database. What was begun is still carried out. */
  close(): void;
}

/** An account's database in clear. */
export class PlainDatabase implements AccountDatabase {
  constructor(private readonly database: IDBPDatabase<AccountSchema>) {}

  get<N extends StoreName>(store: N, key: Key<N>): Promise<Value<N> | undefined> {
    return this.database.get(store, key);
  }

  getAll<N extends StoreName>(store: N, range?: IDBKeyRange): Promise<Value<N>[]> {
    return this.database.getAll(store, range);
  }

  getAllKeys<N extends StoreName>(store: N, range?: IDBKeyRange): Promise<Key<N>[]> {
    return this.database.getAllKeys(store, range);
  }

  getAllFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range?: IDBKeyRange, count?: number): Promise<Value<N>[]> {
    return this.database.getAllFromIndex(store, index, range, count);
  }

  getAllKeysFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range?: IDBKeyRange): Promise<Key<N>[]> {
    return this.database.getAllKeysFromIndex(store, index, range);
  }

  async getLastFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range: IDBKeyRange, count: number): Promise<Value<N>[]> {
    const values: Value<N>[] = [];
    let cursor = await this.database.transaction(store).store.index(index).openCursor(range, 'prev');
    while (cursor && values.length < count) {
      values.push(cursor.value);
      cursor = await cursor.continue();
    }
    return values.reverse();
  }

  getStoredKeys<N extends StoreName>(store: N): Promise<Key<N>[]> {
    return this.database.getAllKeys(store);
  }

  count(store: StoreName): Promise<number> {
    return this.database.count(store);
  }

  countFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I): Promise<number> {
    return this.database.countFromIndex(store, index);
  }

  put<N extends StoreName>(store: N, value: Value<N>, key?: Key<N>): Promise<unknown> {
    return this.database.put(store, value, key);
  }

  async delete<N extends StoreName>(store: N, key: Key<N>): Promise<void> {
    await this.database.delete(store, key);
  }

  async commit(stores: readonly StoreName[], work: (transaction: WriteTransaction) => Promise<unknown>): Promise<void> {
    const transaction = this.database.transaction([...stores], 'readwrite', { durability: 'relaxed' });
    // Attached at once, because an abort would otherwise also surface as an unhandled rejection.
    transaction.done.catch(() => undefined);
    try {
      await work(transaction);
    } catch (error) {
      // Aborted here, because a transaction commits by itself when nothing more is asked of it, also after our own code has thrown.
      transaction.abort();
      throw error;
    }
    await transaction.done;
  }

  close(): void {
    this.database.close();
  }
}
