import type { DockLook } from './dock-messages.ts';

/**
 * The colours of the dock's own controls. They are those of the views' themes (components/workspace/theme.ts), copied so that a page needn't load the themes.
 */
export interface DockColors {
  readonly scheme: 'light' | 'dark';
  readonly background: string;
  readonly foreground: string;
  readonly border: string;
  readonly hover: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly accentBorder: string;
  readonly focus: string;
}

const LIGHT: DockColors = {
  scheme: 'light',
  background: '#f8f8f8',
  foreground: '#3b3b3b',
  border: '#cecece',
  hover: '#b8b8b850',
  accent: '#005fb8',
  onAccent: '#ffffff',
  accentBorder: '#ffffff',
  focus: '#005fb8',
};
const DARK: DockColors = {
  scheme: 'dark',
  background: '#181818',
  foreground: '#cccccc',
  border: '#3c3c3c',
  hover: '#5a5d5e50',
  accent: '#0078d4',
  onAccent: '#ffffff',
  accentBorder: '#181818',
  focus: '#4daafc',
};
const HIGH_CONTRAST: DockColors = {
  scheme: 'dark',
  background: '#000000',
  foreground: '#ffffff',
  border: '#6fc3df',
  hover: '#2a2a2a',
  accent: '#000000',
  onAccent: '#ffffff',
  accentBorder: '#6fc3df',
  focus: '#f38518',
};

/** What the agent prefers by system settings, which `auto` follows. */
export const PREFERENCES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

export function dockColors(theme: DockLook['theme']): DockColors {
  const [isDark, isContrast] = PREFERENCES.map((query) => matchMedia(query).matches);
  if (theme === 'high-contrast' || (theme === 'auto' && isContrast)) return HIGH_CONTRAST;
  return theme === 'dark' || (theme === 'auto' && isDark) ? DARK : LIGHT;
}
