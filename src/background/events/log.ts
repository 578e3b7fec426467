import type { LogEntry } from '../../model/log-entry.ts';

/**
 * The most codes that are counted, which is more than there are in the source. Without a bound, a code that is made of what came in could
 * fill the memory.
 */
const MAX_CODES = 200;
const OTHER = 'other';
/** The most entries, which is as many as a working day with a bad network has. The oldest ones are dropped first. */
const MAX_ENTRIES = 500;
/** The same code within this time is counted in the same entry, so that a flood doesn't push out what was before it. */
const SAME_WITHIN_MS = 60_000;
/** How long after an entry the log is stored. A host that the browser stops loses what it has noted within this time. */
const STORE_AFTER_MS = 2_000;

/** Stores the log, so that it outlives its host. */
export interface LogStore {
  read(): Promise<readonly LogEntry[]>;
  write(entries: readonly LogEntry[]): Promise<void>;
}

export interface LogOptions {
  readonly now?: () => number;
  readonly store?: LogStore;
  /** Called when something was noted. */
  readonly onChange?: () => void;
}

/** What went wrong, what was not taken, and how the connection fared: codes without any of the content. */
export class Log {
  /** How often each code was noted since the host began. */
  readonly #totals = new Map<string, number>();
  #noted: LogEntry[] = [];
  #earlier: readonly LogEntry[] = [];
  #reading: Promise<void> | undefined;
  #storing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LogOptions = {}) {}

  /** @param code One of the source's own words, or several with a space between; @param ms How long it took */
  note(code: string, ms?: number): void {
    const name = this.#totals.has(code) || this.#totals.size < MAX_CODES ? code : OTHER;
    this.#totals.set(name, (this.#totals.get(name) ?? 0) + 1);
    this.#append(name, ms);
    this.#storing ??= setTimeout(() => void this.#store(), STORE_AFTER_MS);
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
    return [...this.#totals].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  }

  /**
   * The entries, oldest first. Those of earlier hosts are read when somebody first asks, so that a host can begin without waiting for its
   * log, and are among them as soon as they are read.
   */
  entries(): readonly LogEntry[] {
    void this.#readEarlier();
    return [...this.#earlier, ...this.#noted].slice(-MAX_ENTRIES);
  }

  /** Deletes the entries from before this time. */
  async forgetBefore(before: number): Promise<void> {
    await this.#readEarlier();
    const isKept = ({ at }: LogEntry) => at >= before;
    this.#earlier = this.#earlier.filter(isKept);
    this.#noted = this.#noted.filter(isKept);
    await this.options.store?.write(this.entries());
    this.options.onChange?.();
  }

  #append(code: string, ms: number | undefined): void {
    const at = this.options.now?.() ?? Date.now();
    const index = this.#noted.findLastIndex((entry) => entry.code === code);
    const last = this.#noted[index];
    if (!last || at - last.at > SAME_WITHIN_MS) {
      this.#noted.push({ at, code, count: 1, ...(ms === undefined ? {} : { ms: Math.round(ms) }) });
      this.#noted = this.#noted.slice(-MAX_ENTRIES);
      return;
    }
    const longest = Math.round(Math.max(ms ?? 0, last.ms ?? 0));
    this.#noted[index] = { ...last, count: last.count + 1, ...(longest ? { ms: longest } : {}) };
  }

  #readEarlier(): Promise<void> {
    return (this.#reading ??= this.#read());
  }

  /** Reads what earlier hosts have noted. If storage fails, there is nothing of theirs, and this log says so. */
  async #read(): Promise<void> {
    try {
      this.#earlier = (await this.options.store?.read()) ?? [];
    } catch {
      this.note('log-not-read');
    }
    this.options.onChange?.();
  }

  async #store(): Promise<void> {
    await this.#readEarlier();
    this.#storing = undefined;
    // If the log can't be stored, it is still shown while this host lives. The failure isn't noted, because every note has the log stored
    // again, which would go on for ever.
    await this.options.store?.write(this.entries()).catch(() => undefined);
  }
}
