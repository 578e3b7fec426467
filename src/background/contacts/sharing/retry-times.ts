import { Deadlines } from '../../time/deadlines.ts';

const FIRST_MS = 5_000;
const MOST_MS = 5 * 60_000;

/** Knows when what has failed is tried again: later after each failure, and not before the service allows it. */
export class RetryTimes {
  readonly #entries = new Map<string, { readonly at: number; readonly failures: number }>();
  readonly #deadlines: Deadlines;

  constructor(onDue: () => void) {
    this.#deadlines = new Deadlines(() => this.#next(), onDue);
  }

  isDue(key: string): boolean {
    return (this.#entries.get(key)?.at ?? 0) <= performance.now();
  }

  /** Notes that a try has failed. */
  note(key: string, retryAfterMs = 0): void {
    const failures = (this.#entries.get(key)?.failures ?? 0) + 1;
    const waitMs = Math.min(FIRST_MS * 2 ** (failures - 1), MOST_MS);
    this.#entries.set(key, { at: performance.now() + Math.max(waitMs, retryAfterMs), failures });
  }

  /** The next try is made after so long, or later where a failure has put it off for longer. */
  after(key: string, waitMs: number): void {
    const { at = 0, failures = 0 } = this.#entries.get(key) ?? {};
    this.#entries.set(key, { at: Math.max(at, performance.now() + waitMs), failures });
  }

  /** Forgets the failures: the next try is due as soon as there is something to do. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  arm(): void {
    this.#deadlines.arm();
  }

  stop(): void {
    this.#deadlines.stop();
  }

  #next(): number | undefined {
    const later = [...this.#entries.values()].map(({ at }) => at).filter((at) => at > performance.now());
    return later.length > 0 ? Math.min(...later) : undefined;
  }
}
