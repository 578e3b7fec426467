/** More reasons than there are in the code. Without a bound, a reason that is made of what came in could fill the memory. */
const MAX_REASONS = 200;
const OTHER = 'other';

/** What was not taken, and what failed, by reason: a code without any of the content. */
export class DropCounts {
  private readonly counts = new Map<string, number>();

  /** @param onChange The counts have changed */
  constructor(private readonly onChange: () => void = () => undefined) {}

  count(reason: string): void {
    const name = this.counts.has(reason) || this.counts.size < MAX_REASONS ? reason : OTHER;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.onChange();
  }

  /** Runs the work. If it throws, that is counted, and only this work's result is missing. */
  contain<T>(reason: string, work: () => T): T | undefined {
    try {
      return work();
    } catch {
      this.count(reason);
      return undefined;
    }
  }

  /** The result for each item. An item at which the work throws is counted, and left out. */
  containEach<T, R>(reason: string, items: readonly T[], work: (item: T) => R): R[] {
    return items.flatMap((item) => this.contain(reason, () => [work(item)]) ?? []);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first. */
  list(): readonly DropCount[] {
    return [...this.counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  }
}

export interface DropCount {
  readonly reason: string;
  readonly count: number;
}
