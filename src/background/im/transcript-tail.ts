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

  /** Puts an entry, whose position is the last one, where it belongs. @returns the entries that have to be stored */
  append(entry: TranscriptEntry): readonly TranscriptEntry[] {
    const changed = insert(entry, this.#entries);
    for (const one of changed) this.#byKey.set(entryKeyOf(one), one);
    return changed;
  }

  replace(index: number, entry: TranscriptEntry): void {
    this.#entries[index] = entry;
    this.#byKey.set(entryKeyOf(entry), entry);
  }

  /**
   * Moves these messages of the agent to the end, in their order, except for those before another one of theirs, which was sent before.
   * @returns the entries that have to be stored
   */
  moveToEnd(ids: ReadonlySet<string>, lastPosition: number): readonly TranscriptEntry[] {
    const own = this.#entries.filter((entry) => entry.kind === 'message' && entry.isOwn && entry.delivery !== 'failed');
    const moving = own.slice(own.findLastIndex(({ id }) => !ids.has(id)) + 1);
    const [first] = moving;
    if (!first || this.#entries.indexOf(first) === this.#entries.length - moving.length) return [];
    const moved = moving.map((entry, index) => ({ ...entry, position: lastPosition + index + 1 }));
    this.#entries = [...this.#entries.filter((entry) => !moving.includes(entry)), ...moved];
    for (const entry of moved) this.#byKey.set(entryKeyOf(entry), entry);
    return moved;
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
