import { msg } from '@lit/localize';

/** How often the browser looks, at most; it allows no less. */
const LOOK_EVERY_MS = 100;

/** Chromium's, of Intersection Observer v2. */
interface VisibilityEntry extends IntersectionObserverEntry {
  readonly isVisible: boolean;
}

function saysWhetherVisible(entry: IntersectionObserverEntry | undefined): entry is VisibilityEntry {
  return entry !== undefined && 'isVisible' in entry;
}

/**
 * A page can lay something over the dock, or make it transparent, to have the agent press what they don't see. Where the browser
 * knows of it, presses do nothing until the dock is in full view, and a line says so.
 */
export function keepClicksOffWhileCovered(element: HTMLElement): void {
  if (!('isVisible' in IntersectionObserverEntry.prototype)) return;
  let isCovered = true;
  const notice = document.createElement('p');
  notice.className = 'covered';
  notice.role = 'status';
  element.before(notice);
  const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = { trackVisibility: true, delay: LOOK_EVERY_MS, threshold: [0, 0.5, 1] };
  new IntersectionObserver((entries) => {
    const latest = entries.at(-1);
    isCovered = saysWhetherVisible(latest) && !latest.isVisible;
    notice.textContent = isCovered && latest?.isIntersecting ? msg('Something on the page covers Backchannel. Until it is gone, clicks here do nothing.') : '';
  }, options).observe(document.documentElement);
  const stop = (event: Event) => {
    if (!isCovered) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu']) addEventListener(type, stop, { capture: true });
}
