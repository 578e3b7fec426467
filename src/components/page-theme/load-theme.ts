import { parse } from 'jsonc-parser';
import type { Palette } from '../workspace/theme.ts';
import { writeColor } from './color.ts';
import { type AdjustedColor, readable } from './readable-theme.ts';
import { kindOf, tokensOf, type VsCodeTheme } from './vscode-theme.ts';

/** A theme that the page has. */
export interface LoadedTheme {
  readonly kind: Palette;
  /** Colours of the theme that could not be read where they are seen, and what is shown in their place. */
  readonly adjusted: readonly AdjustedColor[];
  /** Takes the theme from the page. */
  remove(): void;
}

const KINDS: readonly Palette[] = ['light', 'dark', 'high-contrast'];
let removeLast = (): void => undefined;

/**
 * Gives the page a VS Code theme: its colours as `--vscode-*` tokens on the root, and its kind as a class of the body, as VS Code does in its webviews.
 * @param theme The theme's JSON, with comments or not, or what was read of it
 */
export function loadTheme(theme: string | VsCodeTheme): LoadedTheme {
  const read: unknown = typeof theme === 'string' ? parse(theme, [], { allowTrailingComma: true }) : theme;
  if (typeof read !== 'object' || read === null || !('colors' in read || 'tokenColors' in read))
    throw new TypeError('This is no theme of VS Code: it has neither colors nor tokenColors.');

  removeLast();
  const kind = kindOf(read);
  const { tokens, adjusted } = readable(tokensOf(read));
  const { style } = document.documentElement;
  const { classList } = document.body;
  const before = KINDS.map((one) => `vscode-${one}`).filter((name) => classList.contains(name));
  for (const [token, color] of Object.entries(tokens)) style.setProperty(`--${token}`, writeColor(color));
  classList.remove(...before);
  classList.add(`vscode-${kind}`);
  let isThere = true;
  const remove = () => {
    if (!isThere) return;

    isThere = false;
    for (const token of Object.keys(tokens)) style.removeProperty(`--${token}`);
    classList.remove(`vscode-${kind}`);
    classList.add(...before);
  };
  removeLast = remove;
  return { kind, adjusted, remove };
}
