import type { LogEntry } from '../../model/log-entry.ts';

/** More codes than there are in the source. Without a bound, a code that is made of what came in could fill the memory. */
const MAX_CODES = 200;
const OTHER = 'other';
/** As much as a working day with a bad network has. The oldest go first. */
const MAX_ENTRIES = 500;
/** The same again within this time is the same entry: a flood mustn't push out what was before it. */
const SAME_WITHIN_MS = 60_000;
/** A host that the browser stops loses what it has noted within this time. */
const STORE_AFTER_MS = 2_000;

/** Where the log outlives its host. */
export interface LogStore {
  read(): Promise<readonly LogEntry[]>;
  write(entries: readonly LogEntry[]): Promise<void>;
}

export interface LogOptions {
  readonly now?: () => number;
  readonly store?: LogStore;
  /** Something was noted. */
  readonly onChange?: () => void;
}

/** What went wrong, what was not taken, and how the connection fared: codes without any of the content. */
export class Log {
  /** Since the host began, by code. */
  private readonly totals = new Map<string, number>();
  private noted: LogEntry[] = [];
  private earlier: readonly LogEntry[] = [];
  private reading: Promise<void> | undefined;
  private storing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LogOptions = {}) {}

  /** @param code One of the source's own words, or several with a space between; @param ms How long it took */
  note(code: string, ms?: number): void {
    const name = this.totals.has(code) || this.totals.size < MAX_CODES ? code : OTHER;
    this.totals.set(name, (this.totals.get(name) ?? 0) + 1);
    this.append(name, ms);
    this.storing ??= setTimeout(() => void this.store(), STORE_AFTER_MS);
    this.options.onChange?.();
  }

  /** Runs the work. If it throws, that is noted, and only this work's result is missing. */
  contain<T>(code: string, work: () => T): T | undefined {
    try {
      return work();
    } catch {
      this.note(code);
      return undefined;
    }
  }

  /** The result for each item. An item at which the work throws is noted, and left out. */
  containEach<T, R>(code: string, items: readonly T[], work: (item: T) => R): R[] {
    return items.flatMap((item) => this.contain(code, () => [work(item)]) ?? []);
  }

  /** For a promise that nobody waits for: `catch(log.noting('tone-failed'))`. */
  noting(code: string): () => undefined {
    return () => void this.note(code);
  }

  /** How often each was noted since the host began, the most frequent first. */
  counts(): readonly { readonly reason: string; readonly count: number }[] {
    return [...this.totals].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  }

  /** Oldest first, with those of earlier hosts as soon as they are read, which is when somebody first asks: a host begins without waiting for its log. */
  entries(): readonly LogEntry[] {
    void this.readEarlier();
    return [...this.earlier, ...this.noted].slice(-MAX_ENTRIES);
  }

  private append(code: string, ms: number | undefined): void {
    const at = this.options.now?.() ?? Date.now();
    const index = this.noted.findLastIndex((entry) => entry.code === code);
    const last = this.noted[index];
    if (!last || at - last.at > SAME_WITHIN_MS) {
      this.noted.push({ at, code, count: 1, ...(ms === undefined ? {} : { ms: Math.round(ms) }) });
      this.noted = this.noted.slice(-MAX_ENTRIES);
      return;
    }
    const longest = Math.round(Math.max(ms ?? 0, last.ms ?? 0));
    this.noted[index] = { ...last, count: last.count + 1, ...(longest ? { ms: longest } : {}) };
  }

  private readEarlier(): Promise<void> {
    return (this.reading ??= this.read());
  }

  /** What an earlier host noted. A storage that fails has no log, and says so in this one. */
  private async read(): Promise<void> {
    try {
      this.earlier = (await this.options.store?.read()) ?? [];
    } catch {
      this.note('log-not-read');
    }
    this.options.onChange?.();
  }

  private async store(): Promise<void> {
    await this.readEarlier();
    this.storing = undefined;
    // What can't be stored is still shown while this host lives. Noting that would have it stored again, for ever.
    await this.options.store?.write(this.entries()).catch(() => undefined);
  }
}
