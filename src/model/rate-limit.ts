import { wasClockSetBack } from './timestamp.ts';

/** So many at once, and then so many a second. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Keeps a limit: a token bucket. */
export class RateLimit {
  #left: number;
  #filledAt: number | undefined;

  constructor(private readonly limit: Limit) {
    this.#left = limit.burst;
  }

  /** Whether one more may pass at the time `now`, in milliseconds. If it may, it is counted. A clock that is set back refills nothing, and counts from there. */
  take(now: number): boolean {
    if (this.leftAt(now) < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** How many more may pass at once. */
  leftAt(now: number): number {
    const since = Math.max(0, now - (this.#filledAt ?? now));
    const filledAt = this.#filledAt ?? now;
    this.#filledAt = wasClockSetBack(filledAt, now) ? now : Math.max(now, filledAt);
    this.#left = Math.min(this.limit.burst, this.#left + (since / 1000) * this.limit.perSecond);
    return this.#left;
  }
}

/**
 * One limit for each key. Only the keys that were used last are kept, so that memory stays bounded; a sender who takes ever new names has to be held
 * by a limit for all keys together.
 */
export class RateLimits {
  readonly #byKey = new Map<string, RateLimit>();

  constructor(
    private readonly limit: Limit,
    private readonly maxKeys = 2_000,
  ) {}

  /** Whether one more of a key may pass at the time `now`, in milliseconds. If it may, it is counted. */
  take(key: string, now: number): boolean {
    const limit = this.#byKey.get(key) ?? new RateLimit(this.limit);
    this.#byKey.delete(key);
    this.#byKey.set(key, limit);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > this.maxKeys && oldest !== undefined) this.#byKey.delete(oldest);
    return limit.take(now);
  }
}
