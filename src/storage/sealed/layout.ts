import type { StoreName } from '../account-database.ts';

type Path = string | readonly string[];

/** Where the keys of a store's records are, and of its index. */
interface StoreLayout {
  /** Absent where the key is given beside the record. */
  readonly keyPath?: Path;
  readonly index?: { readonly name: string; readonly keyPath: Path };
}

/** The stores as the migrations make them (../schema.ts): a sealed database is always new, and has the same. A test holds them together. */
export const LAYOUT: Readonly<Record<StoreName, StoreLayout>> = {
  facts: {},
  drafts: {},
  sessions: { keyPath: 'id', index: { name: 'byDone', keyPath: ['done', 'createdAt'] } },
  transcript: { keyPath: ['sessionId', 'from', 'id'], index: { name: 'byPosition', keyPath: ['sessionId', 'position'] } },
  outbox: { keyPath: 'id' },
  interactions: { keyPath: 'id' },
  calls: { keyPath: 'id' },
  presence: { keyPath: 'from' },
  contacts: { keyPath: 'id' },
  contactHistory: { keyPath: ['contactId', 'number'] },
  pastInteractions: { keyPath: ['contactId', 'id'] },
  sharedContacts: { keyPath: ['sessionId', 'contactId'] },
  directory: { keyPath: 'number' },
};

export const STORES = Object.keys(LAYOUT) as readonly StoreName[];

/** The key of a record. @throws DataError as IndexedDB does, when it has none or one that isn't valid */
export function keyOf(store: StoreName, record: unknown, given: IDBValidKey | undefined): IDBValidKey {
  const { keyPath } = LAYOUT[store];
  const key = keyPath === undefined ? given : keyAt(keyPath, record);
  if (key === undefined) throw new DOMException(`A record without a key for ${store}`, 'DataError');
  // Throws if the key isn't valid.
  indexedDB.cmp(key, key);
  return key;
}

/** A record's key in its store's index; undefined when the index doesn't have it. */
export function indexKeyOf(store: StoreName, record: unknown): IDBValidKey | undefined {
  const { index } = LAYOUT[store];
  return index && keyAt(index.keyPath, record);
}

function keyAt(path: Path, record: unknown): IDBValidKey | undefined {
  if (typeof path === 'string') return partAt(path, record);
  const parts = path.map((name) => partAt(name, record));
  return parts.some((part) => part === undefined) ? undefined : (parts as IDBValidKey);
}

function partAt(name: string, record: unknown): string | number | undefined {
  const part: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, name) : undefined;
  return typeof part === 'string' || typeof part === 'number' ? part : undefined;
}
