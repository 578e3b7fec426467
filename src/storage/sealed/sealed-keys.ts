import type { Seal } from './seal.ts';

export type Key = IDBValidKey;

/**
 * A key as it is stored: its strings by name, so that equal ones stay equal and nothing can be read of them. Empty strings, numbers and the
 * order of a composite key stay: they tell when something happened and how many there are, and no more.
 */
export async function sealedKey(key: Key, seal: Seal): Promise<Key> {
  if (Array.isArray(key)) return Promise.all(key.map((part) => sealedKey(part, seal)));
  return typeof key === 'string' && key !== '' ? seal.name(key) : key;
}

/** A range of keys, whose strings are always whole ones. */
export async function sealedRange(range: IDBKeyRange | undefined, seal: Seal): Promise<IDBKeyRange | undefined> {
  if (!range) return undefined;
  const [lower, upper] = await Promise.all([sealedKey(range.lower as Key, seal), sealedKey(range.upper as Key, seal)]);
  return IDBKeyRange.bound(lower, upper, range.lowerOpen, range.upperOpen);
}
