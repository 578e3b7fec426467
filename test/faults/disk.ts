/** A store's shape and its records, as they were committed last. */
interface StoredStore {
  readonly keyPath: string | string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly {
    readonly name: string;
    readonly keyPath: string | string[];
    readonly unique: boolean;
    readonly multiEntry: boolean;
  }[];
  readonly records: readonly { readonly key: unknown; readonly value: unknown }[];
}

/** What is on the disk of one database. */
export interface StoredDatabase {
  readonly version: number;
  readonly stores: ReadonlyMap<string, StoredStore>;
}

/** What the browser writes to the disk: the stores that a commit has changed, or undefined when the database was deleted. */
export interface DiskWrite {
  readonly name: string;
  readonly database: StoredDatabase | undefined;
  /** Whether these are all stores: the database was made, or a newer version of it. */
  readonly isWhole: boolean;
}

/** Puts on the disk what was written. */
export function store(disk: Map<string, StoredDatabase>, { name, database, isWhole }: DiskWrite): void {
  if (!database) disk.delete(name);
  else disk.set(name, isWhole ? database : { ...database, stores: new Map([...(disk.get(name)?.stores ?? []), ...database.stores]) });
}

/** What the tests need of the library's internals, which have no types: the committed records of a store. */
interface RawStore {
  readonly records: { values(): Iterable<{ readonly key: unknown; readonly value: unknown }> };
}
const rawStore = (database: unknown, name: string) =>
  (database as { readonly _rawDatabase: { readonly rawObjectStores: ReadonlyMap<string, RawStore> } })._rawDatabase.rawObjectStores.get(
    name,
  );

/**
 * Tells each commit in the databases of this thread, so that what was committed outlives the thread.
 * @param disk What was restored, because a commit tells of a few stores only
 */
export function journal(disk: ReadonlyMap<string, StoredDatabase>, write: (written: DiskWrite) => void): void {
  const known = new Map([...disk].map(([name, { stores }]) => [name, new Map(stores)]));
  const realTransaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked: Parameters<typeof realTransaction>) {
    const transaction = realTransaction.apply(this, asked);
    if (transaction.mode !== 'readonly') transaction.addEventListener('complete', () => note(this, [...transaction.objectStoreNames]));
    return transaction;
  };
  const realOpen = indexedDB.open.bind(indexedDB);
  indexedDB.open = (name, version) => {
    const request = realOpen(name, version);
    request.addEventListener('upgradeneeded', () => {
      request.transaction?.addEventListener('complete', () => {
        known.delete(name);
        note(request.result, [...request.result.objectStoreNames], true);
      });
    });
    return request;
  };
  const realDelete = indexedDB.deleteDatabase.bind(indexedDB);
  indexedDB.deleteDatabase = (name) => {
    const request = realDelete(name);
    request.addEventListener('success', () => {
      known.delete(name);
      write({ name, database: undefined, isWhole: true });
    });
    return request;
  };

  function note(database: IDBDatabase, changed: readonly string[], isWhole = false): void {
    const before = known.get(database.name) ?? new Map<string, StoredStore>();
    known.set(database.name, before);
    const stores = new Map(changed.map((name) => [name, read(database, name, before.get(name))]));
    for (const [name, now] of stores) before.set(name, now);
    write({ name: database.name, database: { version: database.version, stores }, isWhole });
  }
}

function read(database: IDBDatabase, name: string, before: StoredStore | undefined): StoredStore {
  const records = [...(rawStore(database, name)?.records.values() ?? [])].map(({ key, value }) => ({ key, value }));
  if (before) return { ...before, records };
  const store = database.transaction(name).objectStore(name);
  const indexes = [...store.indexNames].map((index) => {
    const { keyPath, unique, multiEntry } = store.index(index);
    return { name: index, keyPath: keyPath ?? [], unique, multiEntry };
  });
  return { keyPath: store.keyPath, autoIncrement: store.autoIncrement, indexes, records };
}

/** Puts what was on the disk into the databases of a thread that begins. */
export async function restore(disk: ReadonlyMap<string, StoredDatabase>): Promise<void> {
  for (const [name, { version, stores }] of disk) {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.addEventListener('upgradeneeded', () => {
        for (const [storeName, { keyPath, autoIncrement, indexes, records }] of stores) {
          const store = request.result.createObjectStore(storeName, { keyPath, autoIncrement });
          for (const index of indexes) store.createIndex(index.name, index.keyPath, { unique: index.unique, multiEntry: index.multiEntry });
          for (const { key, value } of records) {
            if (keyPath === null) store.put(value, key as IDBValidKey);
            else store.put(value);
          }
        }
      });
      request.addEventListener('error', () => reject(new Error(`The database ${name} couldn't be restored`, { cause: request.error })));
      request.addEventListener('success', () => {
        request.result.close();
        resolve();
      });
    });
  }
}

/** Makes every write fail from now on as on a full disk, or no more. */
export function fillDisk(isFull: boolean): void {
  isDiskFull = isFull;
}

let isDiskFull = false;

/** Lets `fillDisk` work in this thread. */
export function limitDisk(): void {
  for (const method of ['put', 'add'] as const) {
    const real = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function (this: IDBObjectStore, ...given: Parameters<typeof real>) {
      if (!isDiskFull) return real.apply(this, given);
      // A browser ends the whole transaction.
      this.transaction.abort();
      throw new DOMException('The disk is full', 'QuotaExceededError');
    };
  }
}
