import { msg } from '@lit/localize';

/** What the workspace's own shortcuts do. */
export interface ShortcutTargets {
  readonly focusSearch: () => void;
  readonly focusMessage: () => void;
  readonly toggleHistory: () => void;
  /** @param step 1 forwards, -1 backwards. */
  readonly cycleRegions: (step: 1 | -1) => void;
  /** @param number Counted from 1. */
  readonly showInteraction: (number: number) => void;
}

/** Does what a key asks of the workspace. By `code`, not `key`: Option+T types a † on a Mac. */
export function handleShortcut(event: KeyboardEvent, targets: ShortcutTargets): void {
  const isAltOnly = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (event.key === 'F6' && !event.altKey && !event.ctrlKey && !event.metaKey) {
    targets.cycleRegions(event.shiftKey ? -1 : 1);
  } else if (isAltOnly && event.code === 'KeyT') {
    targets.focusSearch();
  } else if (isAltOnly && event.code === 'KeyM') {
    targets.focusMessage();
  } else if (isAltOnly && event.code === 'KeyH') {
    targets.toggleHistory();
  } else if (isAltOnly && digit) {
    targets.showInteraction(Number(digit));
  } else {
    return;
  }
  event.preventDefault();
}

/** The shortcuts as the settings list them. */
export function shortcutList(): readonly { readonly keys: string; readonly does: string }[] {
  return [
    { keys: 'F6', does: msg('Next part of the window; first a notification, if there is one') },
    { keys: msg('Shift+F6'), does: msg('Previous part of the window') },
    { keys: 'Alt+T', does: msg('Team Communicator') },
    { keys: 'Alt+M', does: msg('Message field') },
    { keys: 'Alt+H', does: msg('My History; again, or Escape, to leave it') },
    { keys: 'Alt+1 … Alt+9', does: msg('Interaction 1 to 9') },
    { keys: msg('Enter'), does: msg('Send the message; in the Team Communicator, an instant message to the target') },
    { keys: msg('Shift+Enter'), does: msg('New line in the message') },
    { keys: msg('Ctrl+D'), does: msg('Add the target to Favorites, or remove it') },
    { keys: msg('Shift+F10'), does: msg('Action menu of the target') },
    { keys: msg('Delete'), does: msg('Mark Done, on the tab of an ended session') },
  ];
}
