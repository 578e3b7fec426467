import { insert } from '../../model/session/message-order.ts';
import type { TranscriptEntry } from '../../model/session/im-session.ts';
import { entryKeyOf } from '../../storage/transcript-store.ts';

/** The end of a session's transcript, held in memory. Each entry is found by its key, so that a message more costs the same in a transcript of any length. */
export class TranscriptTail {
  #entries: TranscriptEntry[] = [];
  readonly #byKey = new Map<string, TranscriptEntry>();

  /** @param isWhole Whether nothing older is stored */
  constructor(public isWhole: boolean) {}

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  find(key: string): TranscriptEntry | undefined {
    return this.#byKey.get(key);
  }

  /** The place of an entry; -1 if it isn't here. */
  placeOf(key: string): number {
    const entry = this.#byKey.get(key);
    return entry ? this.#entries.lastIndexOf(entry) : -1;
  }

  /**
   * Puts an entry, whose position is the last one, at the end or, where the message that its sender wrote next is here, before that one. Those that it
   * follows move with it.
   * @returns the entries that have to be stored
   */
  append(entry: TranscriptEntry): readonly TranscriptEntry[] {
    if (!this.#hasNextOf(entry)) {
      this.#entries.push(entry);
      this.#byKey.set(entryKeyOf(entry), entry);
      return [entry];
    }
    const changed = insert(entry, this.#entries);
    for (const one of changed) this.#byKey.set(entryKeyOf(one), one);
    return changed;
  }

  /** Whether the message that this one precedes is here. Where somebody writes fast it mostly comes only later, so that this is asked without a search. */
  #hasNextOf(entry: TranscriptEntry): boolean {
    return (
      entry.kind === 'message' && entry.precedes !== undefined && this.#byKey.has(entryKeyOf({ from: entry.from, id: entry.precedes }))
    );
  }

  replace(index: number, entry: TranscriptEntry): void {
    this.#entries[index] = entry;
    this.#byKey.set(entryKeyOf(entry), entry);
  }

  moveToEnd(index: number): void {
    this.#entries.push(...this.#entries.splice(index, 1));
  }

  remove(key: string): void {
    const index = this.placeOf(key);
    if (index >= 0) this.#entries.splice(index, 1);
    this.#byKey.delete(key);
  }

  /** Forgets the first entries, which are stored. */
  shorten(count: number): void {
    for (const entry of this.#entries.splice(0, count)) {
      const key = entryKeyOf(entry);
      if (this.#byKey.get(key) === entry) this.#byKey.delete(key);
    }
    this.isWhole = false;
  }

  /** Takes in what was read. What is here already is newer. */
  merge(stored: readonly TranscriptEntry[]): void {
    const merged = new Map([...stored, ...this.#entries].map((entry) => [entryKeyOf(entry), entry]));
    this.#entries = [...merged.values()].sort((a, b) => a.position - b.position);
    for (const [key, entry] of merged) this.#byKey.set(key, entry);
  }
}
