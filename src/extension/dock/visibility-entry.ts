/** What Chromium's Intersection Observer v2 says about an element. */
interface VisibilityEntry extends IntersectionObserverEntry {
  /** True if nothing covers any part of the element and nothing makes it transparent. */
  readonly isVisible: boolean;
}

/**
 * Options that make the browser look at what covers an element, at most every 100 ms, which is as often as it is willing to. Firefox
 * ignores them.
 */
export const TRACK_VISIBILITY: IntersectionObserverInit & { readonly trackVisibility: boolean; readonly delay: number } = {
  trackVisibility: true,
  delay: 100,
};

/** Whether the entry says if the element can be seen. In Firefox it doesn't. */
export function saysWhetherVisible(entry: IntersectionObserverEntry): entry is VisibilityEntry {
  return 'isVisible' in entry;
}
