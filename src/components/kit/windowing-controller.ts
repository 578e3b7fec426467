import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface WindowingOptions {
  /** The height of every row, in CSS pixels; a function where the layout changes it. */
  readonly rowHeight: number | (() => number);
  /** The height of a header that stays in sight and covers a part of the scrolling element, in CSS pixels. */
  readonly headerHeight?: () => number;
  /** Rows kept ready above and below those in sight. */
  readonly overscan: number;
  /** The scrolling element, once rendered. */
  readonly scroller: () => HTMLElement | null;
}

/** Says which rows of a long list are in sight, so that only they are asked for and rendered. */
export class WindowingController implements ReactiveController {
  first = 0;
  count: number;
  /** Whether the two fit the scrolling element. Before its first layout they are a guess. */
  isMeasured = false;

  readonly #host: ReactiveControllerHost;
  readonly #options: WindowingOptions;
  #observed: HTMLElement | null = null;
  readonly #resizes = new ResizeObserver(() => this.update());

  constructor(host: ReactiveControllerHost, options: WindowingOptions) {
    this.#host = host;
    this.#options = options;
    this.count = 4 * options.overscan;
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.#options.scroller();
    if (scroller !== this.#observed) {
      this.#resizes.disconnect();
      this.#observed = scroller;
      if (scroller) this.#resizes.observe(scroller);
    }
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    this.#observed = null;
  }

  /** Looks which rows are in sight. To be called at each scroll. */
  update(): void {
    const scroller = this.#observed;
    if (!scroller || scroller.clientHeight === 0) return;

    const { overscan } = this.#options;
    const rowHeight = this.#rowHeight;
    // The window moves in whole steps of the overscan, so that scrolling by one row doesn't make a new query each time.
    const top = Math.floor(scroller.scrollTop / rowHeight / overscan) * overscan;
    const visible = Math.ceil(scroller.clientHeight / rowHeight);
    const first = Math.max(0, top - overscan);
    // Above the top there is nothing to keep ready. Nearly all searches are answered there, and the fewer rows the sooner.
    const kept = top === 0 ? overscan : 4 * overscan;
    const count = Math.min(200, Math.ceil((visible + kept) / overscan) * overscan);
    if (this.isMeasured && first === this.first && count === this.count) return;

    this.isMeasured = true;
    this.first = first;
    this.count = count;
    this.#host.requestUpdate();
  }

  /** The rows to ask for. */
  get range(): { readonly first: number; readonly count: number } {
    const { first, count } = this;
    return { first, count };
  }

  /** Rows that fit on one page, for PageUp and PageDown. */
  get pageLength(): number {
    return Math.max(1, Math.floor(this.#heightOf(this.#observed) / this.#rowHeight) - 1);
  }

  /** Scrolls just as far as it takes to show the row. */
  reveal(index: number): void {
    const scroller = this.#observed;
    if (!scroller) return;

    const rowHeight = this.#rowHeight;
    const top = index * rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + this.#heightOf(scroller))
      scroller.scrollTop = top + rowHeight - this.#heightOf(scroller);

    this.update();
  }

  get #rowHeight(): number {
    const { rowHeight } = this.#options;
    return typeof rowHeight === 'number' ? rowHeight : rowHeight();
  }

  /** The height in which rows are in sight. */
  #heightOf(scroller: HTMLElement | null): number {
    return scroller ? scroller.clientHeight - (this.#options.headerHeight?.() ?? 0) : 0;
  }
}
