/** Chromium's, of Intersection Observer v2. */
interface VisibilityEntry extends IntersectionObserverEntry {
  /** Nothing covers any of it, and nothing makes it transparent. */
  readonly isVisible: boolean;
}

/** Has the browser look at what covers an element; it looks no more often than each 100 ms. Firefox leaves it out. */
export const TRACK_VISIBILITY: IntersectionObserverInit & { readonly trackVisibility: boolean; readonly delay: number } = {
  trackVisibility: true,
  delay: 100,
};

/** False in Firefox, which doesn't know. */
export function saysWhetherVisible(entry: IntersectionObserverEntry): entry is VisibilityEntry {
  return 'isVisible' in entry;
}
