import { msg } from '@lit/localize';
import { heldKeysFor, type ShortcutModifiers } from '../model/shortcut-modifiers.ts';

/** A shortcut as it is shown, and as `aria-keyshortcuts` names it. */
export interface Shortcut {
  readonly shown: string;
  readonly aria: string;
}

/** Whether the keyboard is Apple's, on which Option types characters. */
export function isMac(): boolean {
  return /^(?:Mac|iP)/.test(navigator.platform);
}

/** The shortcut with this key; undefined if the agent wants none. */
export function shortcutWith(key: string, chosen: ShortcutModifiers = 'auto'): Shortcut | undefined {
  const held = heldKeysFor(chosen, isMac());
  if (!held) return undefined;

  const { isCtrl, isAlt, isShift } = held;
  const names = (ctrl: string, alt: string, shift: string) => [
    ...(isCtrl ? [ctrl] : []),
    ...(isAlt ? [alt] : []),
    ...(isShift ? [shift] : []),
    key,
  ];
  return {
    shown: isMac() ? names('⌃', '⌥', '⇧').join('') : names(msg('Ctrl'), 'Alt', msg('Shift')).join('+'),
    aria: names('Control', 'Alt', 'Shift').join('+'),
  };
}

/** The name of what a shortcut does, with the shortcut, for a tooltip. */
export function withShortcut(name: string, shortcut: Shortcut | undefined): string {
  return shortcut ? `${name} (${shortcut.shown})` : name;
}
