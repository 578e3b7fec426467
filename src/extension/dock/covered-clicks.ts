import { msg } from '@lit/localize';

/** How often the browser looks, at most; it allows no less. */
const LOOK_EVERY_MS = 100;

/** Chromium's, of Intersection Observer v2. */
interface VisibilityEntry extends IntersectionObserverEntry {
  readonly isVisible: boolean;
}

const saysWhetherVisible = (entry: IntersectionObserverEntry): entry is VisibilityEntry => 'isVisible' in entry;

/**
 * A page can lay something over the dock, or make it transparent, to have the agent press what they don't see. Where the browser
 * knows of it, presses do nothing until the dock is in full view, and a line says so.
 */
export function keepClicksOffWhileCovered(element: HTMLElement): void {
  if (!('isVisible' in IntersectionObserverEntry.prototype)) return;
  const root = document.documentElement;
  const notice = document.createElement('p');
  notice.className = 'covered';
  notice.role = 'status';
  element.before(notice);
  /** Whether each is in full view, once the browser has said so: all of it, and menus and dialogs of ours, which to the browser cover the rest. */
  const verdicts = new Map<Element, boolean | undefined>([[root, undefined]]);
  let isOnScreen = false;
  let search: ReturnType<typeof setInterval> | undefined;
  const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = { trackVisibility: true, delay: LOOK_EVERY_MS, threshold: [0, 0.5, 1] };
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (verdicts.has(entry.target)) verdicts.set(entry.target, !saysWhetherVisible(entry) || entry.isVisible);
      if (entry.target === root) isOnScreen = entry.isIntersecting;
    }
    clearInterval(search);
    search = verdicts.get(root) ? undefined : setInterval(followTopLayer, LOOK_EVERY_MS);
    followTopLayer();
    const isCovered = isOnScreen && [...verdicts.values()].every((isInView) => isInView === false);
    notice.textContent = isCovered ? msg('Something on the page covers Backchannel. Until it is gone, clicks here do nothing.') : '';
  }, options);
  const followTopLayer = () => {
    const open = verdicts.get(root) ? [] : openInTopLayer(document);
    for (const known of verdicts.keys()) {
      if (known === root || open.includes(known)) continue;
      observer.unobserve(known);
      verdicts.delete(known);
    }
    for (const found of open) {
      if (verdicts.has(found)) continue;
      verdicts.set(found, undefined);
      observer.observe(found);
    }
  };
  observer.observe(root);
  const stop = (event: Event) => {
    // What has just opened, by a press that counted, is judged a moment later: until then it takes the next one.
    const isTaken = (node: EventTarget) => node instanceof Element && isInTopLayer(node) && verdicts.get(node) !== false;
    if (verdicts.get(root) || event.composedPath().some(isTaken)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu']) addEventListener(type, stop, { capture: true });
}

const isInTopLayer = (element: Element) => element.matches(':popover-open, :modal');

/** The menus and dialogs that are open, in shadow trees too. */
function openInTopLayer(root: ParentNode): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(isInTopLayer(element) ? [element] : []),
    ...(element.shadowRoot ? openInTopLayer(element.shadowRoot) : []),
  ]);
}
