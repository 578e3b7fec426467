import '../../components/kit/top-layer.ts';
import { saysWhetherVisible, TRACK_VISIBILITY } from './visibility-entry.ts';

/** How much of the frame must be on the screen. It is a little less than all, because of rounding. */
const ALL = 0.99;

interface FullViewHandlers {
  /** The frame has come into full view. */
  readonly onAppear: () => void;
  /** The page has begun or ceased to cover the frame. */
  readonly onCovered: (isCovered: boolean) => void;
}

/**
 * Knows whether this frame is in full view: a page can lay something over it, make it transparent, or put it off the screen. Chromium tells
 * of all three; Firefox only of the last.
 */
export class FullView {
  #isOnScreen = false;
  #isUncovered = false;
  /**
   * Which elements can be seen, as far as the browser has said so: the document, and the menus and dialogs above it. To the browser these
   * cover the document just as something of the page would. If any one of them can be seen, the page covers nothing.
   */
  readonly #seen = new Map<Element, boolean | undefined>();
  readonly #observer: IntersectionObserver;

  constructor(private readonly handlers: FullViewHandlers) {
    this.#observer = new IntersectionObserver((entries) => this.#follow(entries), { ...TRACK_VISIBILITY, threshold: [0, ALL, 1] });
    const root = document.documentElement;
    this.#observe(root);
    window.addEventListener('top-layer', (event) => {
      const [element] = event.composedPath();
      if (!(element instanceof Element)) return;
      if (event.detail.isOpen) return this.#observe(element);
      this.#forget(element);
      // The document can be seen again now. The browser says so a moment later, when it is observed anew.
      this.#forget(root);
      this.#observe(root);
    });
  }

  get isFull(): boolean {
    return this.#isOnScreen && this.#isUncovered;
  }

  #observe(element: Element): void {
    this.#seen.set(element, undefined);
    this.#observer.observe(element);
  }

  #forget(element: Element): void {
    this.#observer.unobserve(element);
    this.#seen.delete(element);
  }

  #follow(entries: readonly IntersectionObserverEntry[]): void {
    const wasFull = this.isFull;
    for (const entry of entries) {
      const { target, intersectionRatio } = entry;
      if (target === document.documentElement) this.#isOnScreen = intersectionRatio >= ALL;
      if (!this.#seen.has(target)) continue;
      if (target.isConnected) this.#seen.set(target, !saysWhetherVisible(entry) || entry.isVisible);
      else this.#forget(target);
    }
    const verdicts = [...this.#seen.values()];
    // An element without a verdict has just been opened or closed by the agent, so that the last answer holds until the browser has looked
    // at it.
    if (!verdicts.includes(undefined) || verdicts.includes(true)) this.#isUncovered = verdicts.includes(true);
    if (this.isFull && !wasFull) this.handlers.onAppear();
    this.handlers.onCovered(this.#isOnScreen && !this.#isUncovered);
  }
}
