/** A queue for work that must not overlap: each piece begins when the one before has ended, whether it succeeded or not. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work returns; it rejects as the work does, and the next piece begins all the same */
  take<T>(work: () => Promise<T> | T): Promise<T> {
    const done = this.#last.then(work);
    // Whoever gave the work gets its failure; the next piece only waits for its end.
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when everything that was taken so far has ended. */
  async over(): Promise<void> {
    await this.#last;
  }
}
