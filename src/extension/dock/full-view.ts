/** How often the browser looks, at most; it allows no less. */
const LOOK_EVERY_MS = 100;

/** Chromium's, of Intersection Observer v2. */
interface VisibilityEntry extends IntersectionObserverEntry {
  readonly isVisible: boolean;
}

const saysWhetherVisible = (entry: IntersectionObserverEntry): entry is VisibilityEntry => 'isVisible' in entry;

/** After a menu of ours has closed, the browser takes so long to see what it covered. */
const OWN_CLOSE_MS = 300;

/**
 * Whether the frame is in full view, and since when: a page can lay something over it, make it transparent, or put it off the screen. Chromium knows of
 * all that; Firefox of the last only.
 */
export class FullView {
  /** Whether each is in full view, once the browser has said so: all of it, and menus and dialogs of ours, which to the browser cover the rest. */
  private readonly verdicts = new Map<Element, boolean | undefined>([[document.documentElement, undefined]]);
  private readonly observer: IntersectionObserver;
  private isOnScreen = false;
  private ownClosedAt = -Infinity;
  private search: ReturnType<typeof setInterval> | undefined;

  /**
   * @param onAppear it has come into full view
   * @param onCovered whether something covers all of it
   */
  constructor(
    private readonly onAppear: () => void,
    private readonly onCovered: (isCovered: boolean) => void,
  ) {
    const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = { trackVisibility: true, delay: LOOK_EVERY_MS, threshold: [0, 0.5, 1] };
    this.observer = new IntersectionObserver((entries) => this.follow(entries), options);
    this.observer.observe(document.documentElement);
  }

  /** Whether what is pressed there is in full view. What has just opened, by a press that counted, is judged a moment later: until then it is. */
  has(path: readonly EventTarget[]): boolean {
    return this.verdicts.get(document.documentElement) === true || path.some((node) => node instanceof Element && isInTopLayer(node) && this.verdicts.get(node) !== false);
  }

  private follow(entries: readonly IntersectionObserverEntry[]): void {
    const root = document.documentElement;
    // What of ours has closed since explains what has come into view.
    this.followTopLayer();
    for (const entry of entries) {
      if (entry.target === root) this.isOnScreen = entry.isIntersecting;
      if (!this.verdicts.has(entry.target)) continue;
      const isInView = saysWhetherVisible(entry) ? entry.isVisible : entry.isIntersecting;
      const isOwnDoing = entry.target !== root || performance.now() - this.ownClosedAt < OWN_CLOSE_MS;
      if (isInView && this.verdicts.get(entry.target) !== true && !isOwnDoing) this.onAppear();
      this.verdicts.set(entry.target, isInView);
    }
    clearInterval(this.search);
    this.search = this.verdicts.get(root) ? undefined : setInterval(() => this.followTopLayer(), LOOK_EVERY_MS);
    this.followTopLayer();
    this.onCovered(this.isOnScreen && [...this.verdicts.values()].every((isInView) => isInView === false));
  }

  private followTopLayer(): void {
    const root = document.documentElement;
    const open = this.verdicts.get(root) ? [] : openInTopLayer(document);
    for (const [known, isInView] of this.verdicts) {
      if (known === root || open.includes(known)) continue;
      if (isInView !== false) this.ownClosedAt = performance.now();
      this.observer.unobserve(known);
      this.verdicts.delete(known);
    }
    for (const found of open) {
      if (this.verdicts.has(found)) continue;
      this.verdicts.set(found, undefined);
      this.observer.observe(found);
    }
  }
}

const isInTopLayer = (element: Element) => element.matches(':popover-open, :modal');

/** The menus and dialogs that are open, in shadow trees too. */
function openInTopLayer(root: ParentNode): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(isInTopLayer(element) ? [element] : []),
    ...(element.shadowRoot ? openInTopLayer(element.shadowRoot) : []),
  ]);
}
