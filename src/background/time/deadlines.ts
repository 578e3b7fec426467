/** Calls back at the earliest of many deadlines. It asks for the earliest each time, so that a deadline that has changed needn't be cancelled. */
export class Deadlines {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** The earliest deadline there is, as `performance.now` counts: the computer's clock may be set while something waits. */
    private readonly next: () => number | undefined,
    private readonly onDue: () => void,
  ) {}

  /** To be called when a deadline may have changed. Asks for the earliest one again. */
  arm(): void {
    clearTimeout(this.#timer);
    const at = this.next();
    if (at === undefined) return;
    // Timers may fire a little early, so that this one waits a millisecond longer, after which the deadline has passed for certain.
    this.#timer = setTimeout(this.onDue, Math.min(Math.max(at - performance.now() + 1, 0), 2 ** 31 - 1));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
