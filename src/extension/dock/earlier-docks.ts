import { giveBackEarlierRoom } from './page-room.ts';

/** The class by which the extension finds a dock in its closed shadow tree. */
export const DOCK_CLASS = 'backchannel-dock';

/**
 * Removes the docks that an earlier version of the extension has left in the page. In Chromium its script removes its dock by itself. Firefox ends
 * that script at once, but lets content scripts of extensions look into closed shadow trees.
 */
export function removeEarlierDocks(): void {
  for (const element of [...document.documentElement.children]) {
    const root = 'openOrClosedShadowRoot' in element ? element.openOrClosedShadowRoot : undefined;
    if (root instanceof ShadowRoot && root.querySelector(`.${DOCK_CLASS}`)) {
      element.remove();
      giveBackEarlierRoom();
    }
  }
}
