/** How long a page may take that takes the place of another one, before its host says goodbye. */
const RETURN_MS = 10_000;

export interface LastViewOptions {
  /** Called when nobody is here any more. */
  readonly onGone: () => void;
  /** Called when somebody is here again. */
  readonly onBack: () => void;
}

/** Counts the views of a host that is only there for them, and so knows when the agent has closed the last one. */
export class LastView {
  #count = 0;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LastViewOptions) {}

  enter(): void {
    this.#count += 1;
    clearTimeout(this.#timer);
    if (!this.#isGone) return;
    this.#isGone = false;
    this.options.onBack();
  }

  /** @param willReturn Whether another page is about to take the place of the view's page */
  leave(willReturn: boolean): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    if (willReturn) this.#timer = setTimeout(() => this.#go(), RETURN_MS);
    else this.#go();
  }

  #go(): void {
    this.#isGone = true;
    this.options.onGone();
  }
}
