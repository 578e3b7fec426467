const HUNDREDTHS = Array.from({ length: 101 }, (_, hundredths) => hundredths / 100);

/**
 * Tells when an element has moved in the window or changed its size, whatever has done that. It costs nothing while nothing moves: the browser
 * watches the element against a frame of its own rectangle. A new size is told before it is drawn.
 */
export class Movement {
  readonly #sizes = new ResizeObserver(() => this.#look());
  #places: IntersectionObserver | undefined;
  #before: DOMRect | undefined;

  constructor(
    private readonly element: Element,
    private readonly onMove: () => void,
  ) {}

  start(): void {
    this.#before = undefined;
    this.#sizes.observe(this.element);
    addEventListener('resize', this.#look);
    this.#look();
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#places?.disconnect();
    removeEventListener('resize', this.#look);
  }

  readonly #look = (): void => {
    const before = this.#before;
    const now = this.element.getBoundingClientRect();
    if (before && before.top === now.top && before.left === now.left && before.width === now.width && before.height === now.height) return;
    if (before) this.onMove();
    this.#before = now;
    this.#places?.disconnect();
    const margins = [now.top, innerWidth - now.right, innerHeight - now.bottom, now.left].map((margin) => `${-Math.floor(margin)}px`);
    this.#places = new IntersectionObserver(this.#look, { root: document, rootMargin: margins.join(' '), threshold: HUNDREDTHS });
    this.#places.observe(this.element);
  };
}
