/** What the workspace's own shortcuts do. */
export interface ShortcutTargets {
  readonly focusSearch: () => void;
  readonly focusMessage: () => void;
  readonly toggleHistory: () => void;
  readonly lock: () => void;
  /** @param step 1 forwards, -1 backwards. */
  readonly cycleRegions: (step: 1 | -1) => void;
  /** @param number Counted from 1. */
  readonly showInteraction: (number: number) => void;
}

/** Does what a key asks of the workspace. Keys are told by `code`, because Option+T has the `key` † on a Mac. */
export function handleShortcut(event: KeyboardEvent, targets: ShortcutTargets): void {
  const isAltOnly = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (event.key === 'F6' && !event.altKey && !event.ctrlKey && !event.metaKey) targets.cycleRegions(event.shiftKey ? -1 : 1);
  else if (isAltOnly && event.code === 'KeyT') targets.focusSearch();
  else if (isAltOnly && event.code === 'KeyM') targets.focusMessage();
  else if (isAltOnly && event.code === 'KeyH') targets.toggleHistory();
  else if (isAltOnly && event.code === 'KeyL') targets.lock();
  else if (isAltOnly && digit) targets.showInteraction(Number(digit));
  else return;

  event.preventDefault();
}
