import { leftOf, type TimeSpan } from '../../model/timestamp.ts';

/**
 * Knows when what is stored with an end is over. How long it still lasts is taken from the computer's clock once, when this host first knows of the end.
 * From then on only the time that goes by counts: somebody may set the clock meanwhile, and the other side, whose clock stays as it is, waits on.
 */
export class TimeLeft<Key> {
  readonly #ends = new Map<Key, { readonly until: number; readonly dueAt: number }>();

  /** @param now The computer's clock, milliseconds since the epoch */
  constructor(private readonly now: () => number) {}

  /** To be called with all that ends, whenever one has come, has got another end or is over. */
  follow(spans: ReadonlyMap<Key, TimeSpan>): void {
    for (const key of this.#ends.keys()) if (!spans.has(key)) this.#ends.delete(key);
    for (const [key, span] of spans) {
      if (this.#ends.get(key)?.until === span.until) continue;
      this.#ends.set(key, { until: span.until, dueAt: performance.now() + leftOf(span, this.now()) });
    }
  }

  /** When this is over, as `performance.now` counts; never, if no end of it is known. */
  dueAt(key: Key): number {
    return this.#ends.get(key)?.dueAt ?? Infinity;
  }

  isOver(key: Key): boolean {
    return this.dueAt(key) <= performance.now();
  }
}
