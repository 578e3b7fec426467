import type { DBSchema } from 'idb';

type StoreName<S extends DBSchema> = keyof S & string;
type Value<S extends DBSchema, N extends StoreName<S>> = S[N]['value'];
type Key<S extends DBSchema, N extends StoreName<S>> = S[N]['key'];
type IndexName<S extends DBSchema, N extends StoreName<S>> = keyof S[N]['indexes'] & string;

/** An object store within a transaction. */
export interface WritableStore<S extends DBSchema, N extends StoreName<S>> {
  get(key: Key<S, N>): Promise<Value<S, N> | undefined>;
  put(value: Value<S, N>, key?: Key<S, N>): Promise<unknown>;
  delete(key: Key<S, N> | IDBKeyRange): Promise<unknown>;
  index<I extends IndexName<S, N>>(name: I): { getAllKeys(range?: IDBKeyRange): Promise<Key<S, N>[]> };
}

/** One transaction: all of it is stored, or nothing. */
export interface StoreTransaction<S extends DBSchema> {
  objectStore<N extends StoreName<S>>(name: N): WritableStore<S, N>;
  /** Says that nothing more is asked of it, so that it is committed without waiting for that. */
  commit?(): void;
}

/** One write; it must not wait for anything outside its transaction. */
export interface StoreWrite<S extends DBSchema> {
  (transaction: StoreTransaction<S>): Promise<unknown>;
  /** The write reads before it writes, so that the writes after it begin only when it has ended. */
  readonly isReadingFirst?: true;
}

/**
 * A database as far as it has these stores. Each `*-store.ts` says what its own stores hold and asks for no others, so that none of them knows the
 * whole schema, which is made of theirs. What is read comes after what was written before it.
 */
export interface StoreDatabase<S extends DBSchema> {
  get<N extends StoreName<S>>(store: N, key: Key<S, N>): Promise<Value<S, N> | undefined>;
  getAll<N extends StoreName<S>>(store: N, range?: IDBKeyRange): Promise<Value<S, N>[]>;
  getAllKeys<N extends StoreName<S>>(store: N, range?: IDBKeyRange): Promise<Key<S, N>[]>;
  /** In the index's order. */
  getAllFromIndex<N extends StoreName<S>, I extends IndexName<S, N>>(
    store: N,
    index: I,
    range?: IDBKeyRange,
    count?: number,
  ): Promise<Value<S, N>[]>;
  getAllKeysFromIndex<N extends StoreName<S>, I extends IndexName<S, N>>(store: N, index: I, range?: IDBKeyRange): Promise<Key<S, N>[]>;
  /** The last so many in the index's order, in that order. */
  getLastFromIndex<N extends StoreName<S>, I extends IndexName<S, N>>(
    store: N,
    index: I,
    range: IDBKeyRange,
    count: number,
  ): Promise<Value<S, N>[]>;
  /** Keys to be counted by: a sealed database's strings are others than they were, but for empty ones. */
  getStoredKeys<N extends StoreName<S>>(store: N): Promise<Key<S, N>[]>;
  count(store: StoreName<S>): Promise<number>;
  countFromIndex<N extends StoreName<S>, I extends IndexName<S, N>>(store: N, index: I): Promise<number>;
  put<N extends StoreName<S>>(store: N, value: Value<S, N>, key?: Key<S, N>): Promise<unknown>;
  delete<N extends StoreName<S>>(store: N, key: Key<S, N>): Promise<void>;
  /** Carries out `work` in one transaction, durable when this resolves; what it waits for is the transaction's own. */
  commit(stores: readonly StoreName<S>[], work: (transaction: StoreTransaction<S>) => Promise<unknown>): Promise<void>;
  /** Closes the database. What was begun is still carried out. */
  close(): void;
}
