import type { StoreName, WriteTransaction } from '../account-database.ts';
import type { AccountSchema } from '../schema.ts';
import type { WritableStore } from '../store-port.ts';
import { indexKeyOf, keyOf } from './layout.ts';
import { bytesOfRecord, recordOfBytes } from './record-bytes.ts';

/** A write of one key: the record, or that there is none any more. */
interface RecordedWrite {
  readonly store: StoreName;
  readonly key: IDBValidKey;
  /** The key with the record; absent when it is deleted. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly indexKey?: IDBValidKey;
}

/** Reads what is stored already. */
interface StoredRecords {
  get(store: StoreName, key: IDBValidKey): Promise<unknown>;
  getAllKeysFromIndex(store: StoreName, index: string, range?: IDBKeyRange): Promise<IDBValidKey[]>;
}

/**
 * Notes the writes of a transaction before it is opened, because sealing takes time, during which an open transaction would end by itself.
 * Reads see what was written before them. Nobody else writes meanwhile: a database has one writer.
 */
export class RecordedWrites implements WriteTransaction {
  readonly #byKey = new Map<string, RecordedWrite>();
  /**
   * The ranges that are deleted before anything is written. Records that were written before one of these was noted are in `byKey` as
   * deleted.
   */
  readonly ranges: { readonly store: StoreName; readonly range: IDBKeyRange }[] = [];

  constructor(private readonly stored: StoredRecords) {}

  /** The writes, in any order, because there is only one for each key. */
  get writes(): readonly RecordedWrite[] {
    return [...this.#byKey.values()];
  }

  objectStore<N extends StoreName>(store: N): WritableStore<AccountSchema, N> {
    const writes: WritableStore<AccountSchema, StoreName> = {
      get: (key) => this.#read(store, key),
      put: (record, key) => this.#note(store, keyOf(store, record, key), record),
      delete: (key) => (key instanceof IDBKeyRange ? this.#deleteRange(store, key) : this.#noteDeleted(store, key)),
      index: (name) => ({ getAllKeys: (range) => this.#readIndexKeys(store, name, range) as Promise<never[]> }),
    };
    return writes as WritableStore<AccountSchema, N>;
  }

  #note(store: StoreName, key: IDBValidKey, record: unknown): Promise<void> {
    this.#byKey.set(idOf(store, key), { store, key, bytes: bytesOfRecord([key, record]), indexKey: indexKeyOf(store, record) });
    return Promise.resolve();
  }

  #noteDeleted(store: StoreName, key: IDBValidKey): Promise<void> {
    this.#byKey.set(idOf(store, key), { store, key });
    return Promise.resolve();
  }

  #deleteRange(store: StoreName, range: IDBKeyRange): Promise<void> {
    for (const write of this.writes) if (write.store === store && range.includes(write.key)) void this.#noteDeleted(store, write.key);
    this.ranges.push({ store, range });
    return Promise.resolve();
  }

  async #read(store: StoreName, key: IDBValidKey): Promise<unknown> {
    const written = this.#byKey.get(idOf(store, key));
    if (written) return written.bytes && (recordOfBytes(written.bytes) as [unknown, unknown])[1];
    return this.#isDeleted(store, key) ? undefined : this.stored.get(store, key);
  }

  async #readIndexKeys(store: StoreName, index: string, range: IDBKeyRange | undefined): Promise<IDBValidKey[]> {
    const stored = await this.stored.getAllKeysFromIndex(store, index, range);
    const kept = stored.filter((key) => !this.#byKey.has(idOf(store, key)) && !this.#isDeleted(store, key));
    const isIn = (indexKey: IDBValidKey | undefined) => indexKey !== undefined && (range?.includes(indexKey) ?? true);
    return [...kept, ...this.writes.filter((write) => write.store === store && isIn(write.indexKey)).map(({ key }) => key)];
  }

  #isDeleted(store: StoreName, key: IDBValidKey): boolean {
    return this.ranges.some((deleted) => deleted.store === store && deleted.range.includes(key));
  }
}

function idOf(store: StoreName, key: IDBValidKey): string {
  return JSON.stringify([store, key]);
}
