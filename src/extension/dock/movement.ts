/** How often a window that scripts can move is looked at. */
const LOOK_EVERY_MS = 50;
const HUNDREDTHS = Array.from({ length: 101 }, (_, hundredths) => hundredths / 100);

/**
 * Tells when an element has moved in the page, whatever moved it, or the page's window on the screen. It costs nothing while nothing moves: the
 * browser watches the element against a frame of its own rectangle.
 */
export class Movement {
  private observer: IntersectionObserver | undefined;
  private readonly timer: ReturnType<typeof setInterval> | undefined;
  private before: DOMRect | undefined;

  constructor(
    private readonly element: Element,
    private readonly onMove: () => void,
  ) {
    addEventListener('resize', this.look);
    document.addEventListener('visibilitychange', onMove);
    document.addEventListener('fullscreenchange', onMove);
    // Only such a window can be moved by the page.
    if (!menubar.visible) this.timer = followWindow(onMove);
    this.look();
  }

  stop(): void {
    this.observer?.disconnect();
    clearInterval(this.timer);
    removeEventListener('resize', this.look);
    document.removeEventListener('visibilitychange', this.onMove);
    document.removeEventListener('fullscreenchange', this.onMove);
  }

  private readonly look = (): void => {
    const { before } = this;
    const now = this.element.getBoundingClientRect();
    if (before && before.top === now.top && before.left === now.left && before.width === now.width && before.height === now.height) return;
    if (before) this.onMove();
    this.before = now;
    this.observer?.disconnect();
    const margins = [now.top, innerWidth - now.right, innerHeight - now.bottom, now.left].map((margin) => `${-Math.floor(margin)}px`);
    this.observer = new IntersectionObserver(this.look, { rootMargin: margins.join(' '), threshold: HUNDREDTHS });
    this.observer.observe(this.element);
  };
}

function followWindow(onMove: () => void): ReturnType<typeof setInterval> {
  let before = [screenX, screenY];
  return setInterval(() => {
    const isMoved = before[0] !== screenX || before[1] !== screenY;
    before = [screenX, screenY];
    if (isMoved) onMove();
  }, LOOK_EVERY_MS);
}
