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
