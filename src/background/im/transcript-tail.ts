import { placeBefore } from '../../model/session/message-order.ts';
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

  /** Puts an entry at the end or, if that is here, before the message of the same sender that it `precedes`. @returns the entry with its position */
  append(appended: TranscriptEntry, precedes: string | undefined): TranscriptEntry {
    const { entry, at } = placeBefore(precedes, appended, this.#entries);
    this.#entries.splice(at, 0, entry);
    this.#byKey.set(entryKeyOf(entry), entry);
    return entry;
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
