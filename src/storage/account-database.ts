import type { IDBPDatabase, IndexNames, StoreKey, StoreNames, StoreValue } from 'idb';
import type { AccountSchema } from './schema.ts';
import type { StoreDatabase, StoreTransaction, StoreWrite } from './store-port.ts';

export type StoreName = StoreNames<AccountSchema>;
type Value<N extends StoreName> = StoreValue<AccountSchema, N>;
type Key<N extends StoreName> = StoreKey<AccountSchema, N>;
type IndexName<N extends StoreName> = IndexNames<AccountSchema, N>;

/** One account's data with all its stores: in clear (`PlainDatabase`), or sealed (`sealed/sealed-database.ts`). */
export type AccountDatabase = StoreDatabase<AccountSchema>;
export type WriteTransaction = StoreTransaction<AccountSchema>;
/** A write to any of an account's stores. */
export type Write = StoreWrite<AccountSchema>;

/**
 * Ends a transaction whose work has failed. It would commit by itself when nothing more is asked of it, also after our own code has thrown.
 * @returns why it failed. Where the browser has ended it, as on a full disk, its requests only say that it was aborted, and it alone says why
 */
export function abortedBy(transaction: Pick<IDBTransaction, 'abort' | 'error'>, error: unknown): unknown {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
  return transaction.error ?? error;
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

  getAllFromIndex<N extends StoreName, I extends IndexName<N>>(
    store: N,
    index: I,
    range?: IDBKeyRange,
    count?: number,
  ): Promise<Value<N>[]> {
    return this.database.getAllFromIndex(store, index, range, count);
  }

  getAllKeysFromIndex<N extends StoreName, I extends IndexName<N>>(store: N, index: I, range?: IDBKeyRange): Promise<Key<N>[]> {
    return this.database.getAllKeysFromIndex(store, index, range);
  }

  async getLastFromIndex<N extends StoreName, I extends IndexName<N>>(
    store: N,
    index: I,
    range: IDBKeyRange,
    count: number,
  ): Promise<Value<N>[]> {
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
      throw abortedBy(transaction, error);
    }
    await transaction.done;
  }

  close(): void {
    this.database.close();
  }
}
