/**
 * Gives each row of a list a place in the document. A row that stays keeps its place; one that comes may take that of one that has left, so that only its
 * texts are exchanged. Making rows anew takes several times as long, and what is typed is answered so much later.
 */
export class RowPlaces {
  #places: ReadonlyMap<string, number> = new Map();
  #last = 0;

  /** @param areReused Whether rows may take the places of others now. What is focused or pressed there would then be another row's */
  constructor(private readonly areReused: () => boolean) {}

  /**
   * @param keys The keys of the rows, in their order
   * @returns the place of each row, in the same order
   */
  assign(keys: readonly string[]): readonly number[] {
    const staying = new Set(keys);
    const free = this.areReused() ? [...this.#places].flatMap(([key, place]) => (staying.has(key) ? [] : [place])).reverse() : [];
    this.#places = new Map(keys.map((key) => [key, this.#places.get(key) ?? free.pop() ?? (this.#last += 1)]));
    return [...this.#places.values()];
  }
}
