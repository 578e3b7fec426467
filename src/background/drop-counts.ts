/** More kinds than there are in the code: an open list would be one for senders to fill. */
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

  /** Runs it; where it throws that costs only what it was for, and is counted. */
  contain<T>(reason: string, work: () => T): T | undefined {
    try {
      return work();
    } catch {
      this.count(reason);
      return undefined;
    }
  }

  /** What each of them gives; one where it throws is left out, and counted. */
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
