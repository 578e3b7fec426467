/** The number of records in each store of a database. */
export async function storedCounts(name: string): Promise<Readonly<Record<string, number>>> {
  return fromStores(name, (store) => answerTo(store.count()));
}

/** The records of each store of a database. */
export async function storedRecords(name: string): Promise<Readonly<Record<string, unknown>>> {
  return fromStores(name, async (store) => [await answerTo(store.getAllKeys()), await answerTo(store.getAll())]);
}

async function fromStores<T>(name: string, read: (store: IDBObjectStore) => Promise<T>): Promise<Readonly<Record<string, T>>> {
  const database = await answerTo(indexedDB.open(name));
  const names = [...database.objectStoreNames];
  const transaction = database.transaction(names);
  const entries = await Promise.all(names.map(async (store) => [store, await read(transaction.objectStore(store))] as const));
  database.close();
  return Object.fromEntries(entries);
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('No answer'));
  });
}

/** A value that is held in memory, and the path by which it is reached. */
interface Part {
  readonly value: unknown;
  readonly path: string;
}

/** All values that can be reached from an object, the keys of maps too. It doesn't look into the browser's own objects. */
function* partsWithin(from: object): Generator<Part> {
  const seen = new Set<object>([from]);
  const waiting: { readonly value: object; readonly path: string }[] = [{ value: from, path: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    for (const [key, inner] of entriesOf(next.value)) {
      const path = `${next.path}.${key.slice(0, 60)}`;
      if (typeof inner !== 'object' || inner === null) yield { value: inner, path };
      else if (!seen.has(inner) && !isOfBrowser(inner)) {
        seen.add(inner);
        waiting.push({ value: inner, path });
      }
    }
  }
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map)
    return [...value].flatMap(([key, inner], index) => [[`key ${index}`, key] as const, [`get(${String(key)})`, inner] as const]);
  if (value instanceof Set) return [...value].map((inner, index) => [String(index), inner] as const);
  return Object.entries(value);
}

function isOfBrowser(value: object): boolean {
  return value instanceof EventTarget || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Promise;
}

/** The largest collection that can be reached from an object, with its path. */
export function largestHeld(from: object): { readonly size: number; readonly path: string } {
  let largest = { size: 0, path: '' };
  for (const { value, path } of partsWithin(from)) {
    const size = value instanceof Map || value instanceof Set ? value.size : Array.isArray(value) ? value.length : 0;
    if (size > largest.size) largest = { size, path };
  }
  return largest;
}

/** The first text with one of these marks that can be reached from an object. @param isRightful whether a mark is allowed at a path */
export function markedWithin(
  from: object,
  marks: readonly string[],
  isRightful: (path: string) => boolean = () => false,
): { readonly text: string; readonly path: string } | undefined {
  for (const { value, path } of partsWithin(from)) {
    if (typeof value !== 'string' || !marks.some((mark) => value.toLowerCase().includes(mark)) || isRightful(path)) continue;
    return { text: value.slice(0, 200), path };
  }
  return undefined;
}

/** The memory in use after garbage collection. */
export function usedBytes(): number {
  globalThis.gc?.();
  // Each engine has its own way to tell it; TypeScript knows one of them.
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? globalThis.process?.memoryUsage().heapUsed ?? 0;
}
