/** Lets so many through at once, and then so many a second. */
export class RateLimit {
  private left: number;
  private filledAt: number | undefined;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.left = burst;
  }

  /** Whether one more may pass at the time `now`, in milliseconds; if so, it has. */
  take(now: number): boolean {
    this.left = Math.min(this.burst, this.left + ((now - (this.filledAt ?? now)) / 1000) * this.perSecond);
    this.filledAt = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

/** One rate limit for each origin. */
export class OriginRateLimits {
  private readonly byOrigin = new Map<string, RateLimit>();

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {}

  /** Whether one more of an origin may pass at the time `now`, in milliseconds; if so, it has. */
  take(origin: string, now: number): boolean {
    const limit = this.byOrigin.get(origin) ?? new RateLimit(this.burst, this.perSecond);
    this.byOrigin.set(origin, limit);
    return limit.take(now);
  }
}
