import { openPalette, openRecords, openSettings } from './dialogs.ts';
import type { ShortcutTargets, WindowActions } from './shortcuts.ts';
import type { WindowParts } from './window-parts.ts';

/**
 * What the agent can do with the window as a whole, by keys or by name.
 * @param root Where the window's parts and dialogs are
 */
export function windowActions(
  parts: WindowParts,
  root: () => ParentNode,
  showInteraction: ShortcutTargets['showInteraction'],
): WindowActions {
  const ownStatus = () => root().querySelector('backchannel-own-status-view');
  return {
    focusSearch: () => void parts.focusSearch(),
    focusMessage: () => void parts.focusMessage(),
    toggleHistory: () => void parts.toggleHistory(),
    lock: () => void ownStatus()?.lock(),
    signOut: () => void ownStatus()?.signOut(),
    openPalette: () => void openPalette(root()),
    openSettings: () => void openSettings(root()),
    openRecords: () => void openRecords(root()),
    cycleRegions: (step) => parts.cycle(step),
    showInteraction,
  };
}
