/** Upper bounds of its places, milliseconds: each a quarter more than the one before. */
const BOUNDS = Array.from({ length: 60 }, (_, index) => 0.25 * 1.25 ** index);

/** Times in a fixed number of places, so that any number of them takes the same memory. */
export class Histogram {
  readonly #counts = new Array<number>(BOUNDS.length).fill(0);
  count = 0;

  add(ms: number): void {
    const at = BOUNDS.findIndex((bound) => ms <= bound);
    const place = at < 0 ? BOUNDS.length - 1 : at;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.count += 1;
  }

  /** The time that this share of them doesn't exceed, milliseconds; undefined if there are none. */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined;
    let below = 0;
    for (const [place, count] of this.#counts.entries()) {
      below += count;
      if (below >= share * this.count) return Math.round((BOUNDS[place] ?? 0) * 100) / 100;
    }
    return undefined;
  }

  clear(): void {
    this.#counts.fill(0);
    this.count = 0;
  }
}
