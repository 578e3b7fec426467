/** Numbers that look random, and are the same at each run. */
export interface SeedRandom {
  /** A number from 0 to below 1. */
  next(): number;
  /** One element of the list. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A text of `count` digits. */
  digits(count: number): string;
}

/** Mulberry32 by Tommy Ettinger (public domain), which is random enough for made-up people. */
export function seedRandom(seed: number): SeedRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    digits: (count) => Array.from({ length: count }, () => Math.floor(next() * 10)).join(''),
  };
}
