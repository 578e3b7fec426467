/** What a dock's closed shadow tree is known by, to the extension alone. */
export const DOCK_CLASS = 'backchannel-dock';

/**
 * Takes out of the page what an earlier version of the extension has left. Chromium lets its script do so itself; Firefox ends it
 * at once, but lets scripts of extensions look into closed shadow trees.
 */
export function removeEarlierDocks(): void {
  for (const element of [...document.documentElement.children]) {
    const root = 'openOrClosedShadowRoot' in element ? element.openOrClosedShadowRoot : undefined;
    if (root instanceof ShadowRoot && root.querySelector(`.${DOCK_CLASS}`)) element.remove();
  }
}
