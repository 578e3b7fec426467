/** How many records each store of a database has. */
export async function storedCounts(name: string): Promise<Readonly<Record<string, number>>> {
  const database = await answerTo(indexedDB.open(name));
  const names = [...database.objectStoreNames];
  const transaction = database.transaction(names);
  const counts = await Promise.all(names.map(async (store) => [store, await answerTo(transaction.objectStore(store).count())] as const));
  database.close();
  return Object.fromEntries(counts);
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('No answer'));
  });
}

/** The largest collection that can be reached from an object, and by which way. What belongs to the browser isn't looked into. */
export function largestHeld(from: object): { readonly size: number; readonly path: string } {
  const seen = new Set<object>([from]);
  const waiting: { readonly value: object; readonly path: string }[] = [{ value: from, path: '' }];
  let largest = { size: 0, path: '' };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    const size = value instanceof Map || value instanceof Set ? value.size : Array.isArray(value) ? value.length : 0;
    if (size > largest.size) largest = { size, path };
    for (const [key, inner] of partsOf(value)) {
      if (typeof inner !== 'object' || inner === null || seen.has(inner) || isOfBrowser(inner)) continue;
      seen.add(inner);
      waiting.push({ value: inner, path: `${path}.${key}` });
    }
  }
  return largest;
}

function partsOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...value].map(([key, inner]) => [`get(${String(key).slice(0, 40)})`, inner] as const);
  if (value instanceof Set) return [...value].map((inner, index) => [String(index), inner] as const);
  return Object.entries(value);
}

function isOfBrowser(value: object): boolean {
  return value instanceof EventTarget || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Promise;
}

/** What is left of the memory that is in use when all that nobody holds has been collected. */
export function usedBytes(): number {
  globalThis.gc?.();
  // Each engine has its own way to say so, of which TypeScript knows one.
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? globalThis.process?.memoryUsage().heapUsed ?? 0;
}
