import type { Settings } from '../../model/settings.ts';

/** The palettes that we bring. The setting `auto` means one of them, or the page's own tokens. */
export type Palette = 'light' | 'dark' | 'high-contrast';

/** A token's value in [Light Modern, Dark Modern, Dark High Contrast]. */
const TOKENS: Readonly<Record<string, readonly [light: string, dark: string, highContrast: string]>> = {
  '--vscode-foreground': ['#3b3b3b', '#cccccc', '#ffffff'],
  '--vscode-descriptionForeground': ['#616161', '#9d9d9d', '#e0e0e0'],
  '--vscode-errorForeground': ['#b01011', '#f85149', '#ff8a80'],
  '--vscode-focusBorder': ['#005fb8', '#0078d4', '#f38518'],
  '--vscode-contrastBorder': ['transparent', 'transparent', '#6fc3df'],
  '--vscode-editor-background': ['#ffffff', '#1f1f1f', '#000000'],
  '--vscode-sideBar-background': ['#f8f8f8', '#181818', '#000000'],
  '--vscode-panel-border': ['#e5e5e5', '#2b2b2b', '#6fc3df'],
  '--vscode-input-background': ['#ffffff', '#313131', '#000000'],
  '--vscode-input-foreground': ['#3b3b3b', '#cccccc', '#ffffff'],
  '--vscode-input-border': ['#8c8c8c', '#7a7a7a', '#6fc3df'],
  '--vscode-input-placeholderForeground': ['#6a6a6a', '#a0a0a0', '#d0d0d0'],
  '--vscode-dropdown-border': ['#cecece', '#3c3c3c', '#6fc3df'],
  '--vscode-button-background': ['#005fb8', '#0078d4', '#000000'],
  '--vscode-button-foreground': ['#ffffff', '#ffffff', '#ffffff'],
  '--vscode-button-hoverBackground': ['#0258a8', '#026ec1', '#2a2a2a'],
  '--vscode-button-secondaryBackground': ['#e5e5e5', '#313131', '#000000'],
  '--vscode-button-secondaryForeground': ['#3b3b3b', '#cccccc', '#ffffff'],
  '--vscode-button-secondaryHoverBackground': ['#cccccc', '#3c3c3c', '#2a2a2a'],
  '--vscode-list-hoverBackground': ['#f2f2f2', '#2a2d2e', '#1a1a1a'],
  '--vscode-list-activeSelectionBackground': ['#e8e8e8', '#04395e', '#14334a'],
  '--vscode-list-activeSelectionForeground': ['#000000', '#ffffff', '#ffffff'],
  '--vscode-toolbar-hoverBackground': ['#b8b8b850', '#5a5d5e50', '#2a2a2a'],
  '--vscode-tab-activeBorderTop': ['#005fb8', '#0078d4', '#f38518'],
  '--vscode-textLink-foreground': ['#005fb8', '#4daafc', '#9fd3ff'],
  '--vscode-activityBarBadge-background': ['#005fb8', '#0078d4', '#f38518'],
  '--vscode-activityBarBadge-foreground': ['#ffffff', '#ffffff', '#000000'],
  '--vscode-editorWidget-background': ['#f8f8f8', '#202020', '#0c141f'],
  '--vscode-widget-border': ['#e5e5e5', '#313131', '#6fc3df'],
  '--vscode-widget-shadow': ['#00000033', '#000000aa', 'transparent'],
  '--vscode-menu-background': ['#ffffff', '#1f1f1f', '#000000'],
  '--vscode-menu-foreground': ['#3b3b3b', '#cccccc', '#ffffff'],
  '--vscode-menu-border': ['#cecece', '#454545', '#6fc3df'],
  '--vscode-menu-selectionBackground': ['#005fb8', '#0078d4', '#14334a'],
  '--vscode-menu-selectionForeground': ['#ffffff', '#ffffff', '#ffffff'],
  '--vscode-inputOption-activeBackground': ['#bed6ed', '#143d5e', '#14334a'],
  '--vscode-inputOption-activeBorder': ['#005fb8', '#2488db', '#f38518'],
  '--vscode-inputOption-activeForeground': ['#000000', '#ffffff', '#ffffff'],
  '--vscode-testing-iconPassed': ['#388a34', '#89d185', '#89d185'],
  '--vscode-editorWarning-foreground': ['#895503', '#cca700', '#ffd370'],
  '--vscode-scrollbarSlider-background': ['#64646466', '#79797966', '#6fc3df99'],
  // These two tokens are ours, because VS Code has none for who speaks. Their values are its colours for variables and functions.
  '--backchannel-own-logon': ['#0451a5', '#4fc1ff', '#9fd3ff'],
  '--backchannel-peer-logon': ['#795e26', '#dcdcaa', '#ffe9a6'],
};

/** In the order of a token's values. */
const PALETTES: readonly Palette[] = ['light', 'dark', 'high-contrast'];

/**
 * The style rule that gives an element and everything in it a palette.
 * @param isPageOwned Tokens for which it says true are left as the page set them.
 */
export function themeRule(selector: string, palette: Palette, isPageOwned: (token: string) => boolean = () => false): string {
  const column = PALETTES.indexOf(palette);
  const declarations = Object.entries(TOKENS).map(([token, values]) => (isPageOwned(token) ? '' : `${token}:${values[column]};`));
  return `${selector}{color-scheme:${column ? 'dark' : 'light'};${declarations.join('')}}`;
}

/** The palette that the setting means here and now. A VS Code page tells its kind of theme by a class of its body. */
export function paletteOf(theme: Settings['theme']): Palette {
  if (theme !== 'auto') return theme;

  const isKnown = (kind: string) => document.body.classList.contains(`vscode-${kind}`);
  const prefers = (what: string) => matchMedia(`(prefers-${what})`).matches;
  if (isKnown('high-contrast') || (!isKnown('light') && prefers('contrast: more'))) return 'high-contrast';

  return isKnown('light') || (!isKnown('dark') && !prefers('color-scheme: dark')) ? 'light' : 'dark';
}
