import type { HeldKeys } from '../../model/shortcut-modifiers.ts';

/** What the workspace's own shortcuts do. */
export interface ShortcutTargets {
  readonly focusSearch: () => void;
  readonly focusMessage: () => void;
  readonly toggleHistory: () => void;
  readonly lock: () => void;
  readonly openPalette: () => void;
  /** @param step 1 forwards, -1 backwards. */
  readonly cycleRegions: (step: 1 | -1) => void;
  /** @param number Counted from 1. */
  readonly showInteraction: (number: number) => void;
}

/** What the agent can do with the window as a whole. */
export interface WindowActions extends ShortcutTargets {
  readonly openSettings: () => void;
  readonly openRecords: () => void;
  readonly signOut: () => void;
}

/** Which keys are shortcuts here. */
export interface ShortcutKeys {
  /** What has to be held down; undefined if the agent wants no shortcuts. */
  readonly held: HeldKeys | undefined;
  readonly isMac: boolean;
}

/** Does what a key asks of the workspace. A key that types a character is never a shortcut. */
export function handleShortcut(event: KeyboardEvent, { held, isMac }: ShortcutKeys, targets: ShortcutTargets): void {
  const isShortcut = held !== undefined && isHeld(event, held) && !typesCharacter(event, isMac);
  const key = isShortcut ? keyOf(event) : '';
  if (event.key === 'F6' && !event.altKey && !event.ctrlKey && !event.metaKey) targets.cycleRegions(event.shiftKey ? -1 : 1);
  else if (key === 'P' || (held && opensPalette(event, isMac))) targets.openPalette();
  else if (key === 'T') targets.focusSearch();
  else if (key === 'M') targets.focusMessage();
  else if (key === 'H') targets.toggleHistory();
  else if (key === 'L') targets.lock();
  else if (/^[1-9]$/.test(key)) targets.showInteraction(Number(key));
  else return;

  event.preventDefault();
}

/** The keys of VS Code's palette. Firefox keeps Ctrl+Shift+P for itself; F1 is the page's own help as long as the focus isn't in the workspace. */
function opensPalette(event: KeyboardEvent, isMac: boolean): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
  if (key === 'F1') return !altKey && !ctrlKey && !metaKey && !shiftKey && document.activeElement !== document.body;
  return keyOf(event) === 'P' && shiftKey && !altKey && (isMac ? metaKey !== ctrlKey : ctrlKey && !metaKey);
}

function isHeld({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent, { isAlt, isCtrl, isShift }: HeldKeys): boolean {
  return altKey === isAlt && ctrlKey === isCtrl && shiftKey === isShift && !metaKey;
}

/** AltGr types characters, which some systems report as Ctrl+Alt. So does Option on a Mac, and any key within a composition. */
function typesCharacter(event: KeyboardEvent, isMac: boolean): boolean {
  return event.isComposing || event.getModifierState('AltGraph') || (isMac && event.altKey && !event.ctrlKey);
}

/**
 * The letter on the key, or the one that stands there on a keyboard with Latin letters. Digits are those above the letters: with Alt, those of the
 * numeric pad type a character by its number in Windows.
 */
function keyOf({ code, key }: KeyboardEvent): string {
  return /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^(?:Key|Digit)/, '');
}
