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
  switch (chosen === 'auto' ? (isMac ? 'ctrl-shift' : 'alt') : chosen) {
    case 'alt':
      return { isCtrl: false, isAlt: true, isShift: false };
    case 'ctrl-alt':
      return { isCtrl: true, isAlt: true, isShift: false };
    case 'ctrl-shift':
      return { isCtrl: true, isAlt: false, isShift: true };
    case 'off':
      return undefined;
  }
}
