/** Small, because nobody knows yet how slow the line is. */
const FIRST = 20;
const LARGEST = 250;
/** How long a page is to take. A request of another kind waits behind it, and what is read of a page that is cut off may have to be read again. */
const AIM_MS = 1_500;

/** How many items are asked for at once. It grows and shrinks with the line. */
export class PageSize {
  #items = FIRST;

  get items(): number {
    return this.#items;
  }

  /** To be called when a whole page has come. */
  noteRead(ms: number): void {
    const factor = Math.min(2, Math.max(0.25, AIM_MS / Math.max(ms, 1)));
    this.#items = Math.min(LARGEST, Math.max(1, Math.floor(this.#items * factor)));
  }

  /** To be called when a page couldn't be read. @returns whether a smaller one can be tried */
  noteFailed(): boolean {
    const canShrink = this.#items > 1;
    this.#items = Math.max(1, Math.floor(this.#items / 4));
    return canShrink;
  }
}
