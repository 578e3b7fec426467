import { msg, str } from '@lit/localize';
import type { Settings } from '../model/settings.ts';
import { shortcutWith } from './shortcut-keys.ts';

export function themeText(theme: Settings['theme']): string {
  switch (theme) {
    case 'auto':
      return msg('System');
    case 'light':
      return msg('Light');
    case 'dark':
      return msg('Dark');
    case 'high-contrast':
      return msg('High contrast');
  }
}

/** Each language by its own name, so that it is found by whoever can't read the others. */
export function languageText(language: Settings['language']): string {
  switch (language) {
    case 'auto':
      return msg('Automatic');
    case 'en':
      return 'English';
    case 'de':
      return 'Deutsch';
  }
}

/** `auto` says what it is on this system. */
export function shortcutsText(shortcuts: Settings['shortcuts']): string {
  if (shortcuts === 'off') return msg('None');

  const example = shortcutWith('T', shortcuts)?.shown ?? '';
  return shortcuts === 'auto' ? msg(str`Automatic (as ${example})`) : msg(str`As ${example}`);
}

export function mainWindowText(mainWindow: Settings['mainWindow']): string {
  switch (mainWindow) {
    case 'panel':
      return msg('In the side panel');
    case 'window':
      return msg('In a window of its own');
    case 'tab':
      return msg('In a tab');
  }
}
