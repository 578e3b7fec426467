import { msg } from '@lit/localize';
import type { ShortcutModifiers } from '../model/shortcut-modifiers.ts';
import { isMac, shortcutWith } from './shortcut-keys.ts';

interface ListedShortcut {
  readonly keys: string;
  readonly does: string;
}

/** The shortcuts as the settings list them. */
export function shortcutList(chosen: ShortcutModifiers | undefined): readonly ListedShortcut[] {
  const own = (key: string, does: string): readonly ListedShortcut[] => {
    const shortcut = shortcutWith(key, chosen);
    return shortcut ? [{ keys: shortcut.shown, does }] : [];
  };
  return [
    { keys: 'F6', does: msg('Next part of the window; first a notification, if there is one') },
    { keys: msg('Shift+F6'), does: msg('Previous part of the window') },
    ...(chosen === 'off'
      ? []
      : [{ keys: isMac() ? '⌘⇧P, F1' : msg('Ctrl+Shift+P, F1'), does: msg('Command Palette: every command, by its name') }]),
    ...own('T', msg('Team Communicator')),
    ...own('M', msg('Message field')),
    ...own('H', msg('My History; again, or Escape, to leave it')),
    ...own('L', msg('Lock the desk')),
    ...own('1 … 9', msg('Interaction 1 to 9')),
    { keys: msg('Enter'), does: msg('Send the message; in the Team Communicator, an instant message to the target') },
    { keys: msg('Ctrl+Enter'), does: msg('Call, or start a voice consultation with, the target') },
    { keys: msg('Shift+Enter'), does: msg('New line in the message; in the Team Communicator, a first message to the target') },
    { keys: msg('Ctrl+D'), does: msg('Add the target to Favorites, or remove it') },
    { keys: msg('Shift+F10'), does: msg('Action menu of the target') },
    { keys: msg('Delete'), does: msg('Mark Done, on the tab of an ended session') },
  ];
}
