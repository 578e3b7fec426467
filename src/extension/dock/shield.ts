/** For so long what may have moved takes no press: it was meant for what was there before. */
const SETTLES_IN_MS = 500;
/** A page that has let no script run for so long meanwhile has kept presses waiting, too. */
const LATE_MS = 100;
const HINT_MS = 4_000;
const HINT_CSS =
  'all:initial;position:absolute;inset:0 0 auto;padding:8px 12px;font:13px/1.4 system-ui,sans-serif;color:#000000;background:#ffd370;pointer-events:none';

/**
 * Keeps presses off the frame while the page covers it, and while it may have moved or come into view. After a movement it is there in the same
 * drawing, so that no press comes before it. Who presses again and again is told why.
 */
export class Shield {
  private readonly hint = document.createElement('p');
  private settling: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private isCovered = false;

  /** @param panel holds the frame, and has the presses that don't reach it */
  constructor(
    private readonly panel: HTMLElement,
    private readonly frame: () => HTMLElement | undefined,
    private readonly words: () => string,
  ) {
    this.hint.role = 'status';
    panel.addEventListener('click', (event) => event.isTrusted && event.target === panel && this.settling !== undefined && this.onTry());
  }

  /** The page covers the frame, until it is told that it does no longer. */
  readonly setCovered = (isCovered: boolean): void => {
    this.isCovered = isCovered;
    this.raise();
  };

  /** The frame may have moved. */
  readonly raise = (): void => {
    this.frame()?.style.setProperty('pointer-events', 'none');
    clearTimeout(this.settling);
    if (this.isCovered) return;
    const dueAt = performance.now() + SETTLES_IN_MS;
    this.settling = setTimeout(() => {
      if (performance.now() - dueAt > LATE_MS && document.visibilityState === 'visible') return this.raise();
      this.settling = undefined;
      this.tries = 0;
      this.frame()?.style.removeProperty('pointer-events');
    }, SETTLES_IN_MS);
  };

  private onTry(): void {
    this.tries += 1;
    if (this.tries < 2) return;
    this.panel.append(this.hint);
    this.hint.style.cssText = HINT_CSS;
    this.hint.textContent = this.words();
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.hint.remove(), HINT_MS);
  }
}
