import '../../components/kit/top-layer.ts';
import { saysWhetherVisible, TRACK_VISIBILITY } from './visibility-entry.ts';

/** So much of the frame must be on the screen: what is left out by rounding doesn't count. */
const ALL = 0.99;

interface FullViewHandlers {
  /** The frame has come into full view. */
  readonly onAppear: () => void;
  /** Something of the page's covers the frame, or does no longer. */
  readonly onCovered: (isCovered: boolean) => void;
}

/**
 * Whether this frame is in full view: a page can lay something over it, make it transparent, or put it off the screen. Chromium knows of all that;
 * Firefox of the last only.
 */
export class FullView {
  private isOnScreen = false;
  private isUncovered = false;
  /**
   * Whether each can be seen, once the browser has said so: the document, and the menus and dialogs above it, which to the browser cover it as
   * anything of the page's does. One of them that can be seen says that the page covers nothing.
   */
  private readonly seen = new Map<Element, boolean | undefined>();
  private readonly observer: IntersectionObserver;

  constructor(private readonly handlers: FullViewHandlers) {
    this.observer = new IntersectionObserver((entries) => this.follow(entries), { ...TRACK_VISIBILITY, threshold: [0, ALL, 1] });
    const root = document.documentElement;
    this.observe(root);
    window.addEventListener('top-layer', (event) => {
      const [element] = event.composedPath();
      if (!(element instanceof Element)) return;
      if (event.detail.isOpen) return this.observe(element);
      this.forget(element);
      // What it covered can be seen again, which the browser says a moment later.
      this.forget(root);
      this.observe(root);
    });
  }

  get isFull(): boolean {
    return this.isOnScreen && this.isUncovered;
  }

  private observe(element: Element): void {
    this.seen.set(element, undefined);
    this.observer.observe(element);
  }

  private forget(element: Element): void {
    this.observer.unobserve(element);
    this.seen.delete(element);
  }

  private follow(entries: readonly IntersectionObserverEntry[]): void {
    const wasFull = this.isFull;
    for (const entry of entries) {
      const { target, intersectionRatio } = entry;
      if (target === document.documentElement) this.isOnScreen = intersectionRatio >= ALL;
      if (!this.seen.has(target)) continue;
      if (target.isConnected) this.seen.set(target, !saysWhetherVisible(entry) || entry.isVisible);
      else this.forget(target);
    }
    const verdicts = [...this.seen.values()];
    // What the browser hasn't looked at yet has just opened or closed by the agent's doing, so that nothing is known to have changed.
    if (!verdicts.includes(undefined) || verdicts.includes(true)) this.isUncovered = verdicts.includes(true);
    if (this.isFull && !wasFull) this.handlers.onAppear();
    this.handlers.onCovered(this.isOnScreen && !this.isUncovered);
  }
}
