/** How long the frame takes no press after it may have moved. The agent meant it for what was there before. */
const SETTLES_IN_MS = 500;
/** If the timer comes this much too late, the page has let no script run, and may have kept presses waiting as well. */
const LATE_MS = 100;
const HINT_MS = 4_000;
const HINT_CSS =
  'all:initial;position:absolute;inset:0 0 auto;padding:8px 12px;font:13px/1.4 system-ui,sans-serif;color:#000000;background:#ffd370;pointer-events:none';

/**
 * Keeps presses off the frame while the page covers it, and for a moment after it may have moved or come into view. It works from the same
 * drawing as the movement, so that no press gets through before. An agent who presses again is told why.
 */
export class Shield {
  readonly #hint = document.createElement('p');
  #settling: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #isCovered = false;

  /** @param panel Holds the frame, and gets the presses that are kept off it */
  constructor(
    private readonly panel: HTMLElement,
    private readonly frame: () => HTMLElement | undefined,
    private readonly words: () => string,
  ) {
    this.#hint.role = 'status';
    panel.addEventListener('click', (event) => event.isTrusted && event.target === panel && this.#settling !== undefined && this.#onTry());
  }

  /** Says whether the page covers the frame. As long as it does, no press reaches the frame. */
  readonly setCovered = (isCovered: boolean): void => {
    this.#isCovered = isCovered;
    this.raise();
  };

  /** Keeps presses off the frame from now on until it has settled. To be called when the frame may have moved. */
  readonly raise = (): void => {
    this.frame()?.style.setProperty('pointer-events', 'none');
    clearTimeout(this.#settling);
    if (this.#isCovered) return;
    const dueAt = performance.now() + SETTLES_IN_MS;
    this.#settling = setTimeout(() => {
      if (performance.now() - dueAt > LATE_MS && document.visibilityState === 'visible') return this.raise();
      this.#settling = undefined;
      this.#tries = 0;
      this.frame()?.style.removeProperty('pointer-events');
    }, SETTLES_IN_MS);
  };

  #onTry(): void {
    this.#tries += 1;
    if (this.#tries < 2) return;
    this.panel.append(this.#hint);
    this.#hint.style.cssText = HINT_CSS;
    this.#hint.textContent = this.words();
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => this.#hint.remove(), HINT_MS);
  }
}
