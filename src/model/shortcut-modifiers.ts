/** The keys that are held down for the workspace's shortcuts; `auto` is what types no character on the agent's system. */
export const SHORTCUT_MODIFIERS = ['auto', 'alt', 'ctrl-alt', 'ctrl-shift', 'off'] as const;
export type ShortcutModifiers = (typeof SHORTCUT_MODIFIERS)[number];

/** What is held down, or that nothing is a shortcut. */
export interface HeldKeys {
  readonly isCtrl: boolean;
  readonly isAlt: boolean;
  readonly isShift: boolean;
}

/** On a Mac, Option (Alt) types characters: Option+3 is £ or #, depending on the layout. Everywhere else, Alt with a letter types none. */
export function heldKeysFor(chosen: ShortcutModifiers, isMac: boolean): HeldKeys | undefined {
  const keys = chosen === 'auto' ? (isMac ? 'ctrl-shift' : 'alt') : chosen;
  return keys === 'off' ? undefined : { isCtrl: keys.includes('ctrl'), isAlt: keys.includes('alt'), isShift: keys.includes('shift') };
}
