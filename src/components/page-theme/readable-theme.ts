import { BLACK, contrastOf, readableOn, WHITE, writeColor } from './color.ts';
import type { TokenColors } from './vscode-theme.ts';

/** WCAG 2.2, 1.4.3 and 1.4.11: for text, and for what tells a part or a state apart. */
export const TEXT = 4.5;
export const SHAPE = 3;

const SURFACES = ['editor-background', 'sideBar-background', 'editorWidget-background'] as const;

/** What is seen on what, and with how much contrast: the token, those of its surfaces. */
export const SEEN_ON: readonly (readonly [token: string, surfaces: readonly string[], contrast: number])[] = [
  ['vscode-foreground', named([...SURFACES, 'list-hoverBackground', 'input-background']), TEXT],
  ['vscode-descriptionForeground', named([...SURFACES, 'list-hoverBackground']), TEXT],
  ['vscode-errorForeground', named(SURFACES), TEXT],
  ['vscode-editorWarning-foreground', named(SURFACES), TEXT],
  ['vscode-textLink-foreground', named(SURFACES), TEXT],
  ['backchannel-own-logon', named(['editor-background']), TEXT],
  ['backchannel-peer-logon', named(['editor-background']), TEXT],
  ['vscode-input-foreground', named(['input-background']), TEXT],
  ['vscode-input-placeholderForeground', named(['input-background']), TEXT],
  ['vscode-button-foreground', named(['button-background', 'button-hoverBackground']), TEXT],
  ['vscode-button-secondaryForeground', named(['button-secondaryBackground', 'button-secondaryHoverBackground']), TEXT],
  ['vscode-list-activeSelectionForeground', named(['list-activeSelectionBackground']), TEXT],
  ['vscode-activityBarBadge-foreground', named(['activityBarBadge-background']), TEXT],
  ['vscode-menu-foreground', named(['menu-background']), TEXT],
  ['vscode-menu-selectionForeground', named(['menu-selectionBackground']), TEXT],
  ['vscode-inputOption-activeForeground', named(['inputOption-activeBackground']), TEXT],
  ['vscode-focusBorder', named([...SURFACES, 'input-background']), SHAPE],
  ['vscode-input-border', named(['editor-background', 'sideBar-background']), SHAPE],
  ['vscode-testing-iconPassed', named(SURFACES), SHAPE],
];

/** A colour that a theme has and that wasn't readable where it is seen here. */
export interface AdjustedColor {
  /** The token, such as `--vscode-descriptionForeground`. */
  readonly token: string;
  /** The theme's colour. */
  readonly from: string;
  /** The colour that is shown. */
  readonly to: string;
}

/**
 * The same theme with every text readable on what it stands on. A text keeps its colour if it can, or else becomes lighter or darker until it is readable. Where
 * nothing could be read on all of its surfaces, because some are dark and some light, the others take the first one's colour.
 */
export function readable(theme: TokenColors): { readonly tokens: TokenColors; readonly adjusted: readonly AdjustedColor[] } {
  const tokens = { ...theme };
  for (const [token, surfaces, contrast] of SEEN_ON) {
    const on = () => surfaces.flatMap((name) => tokens[name] ?? []);
    const [first, ...others] = surfaces;
    const base = first === undefined ? undefined : tokens[first];
    const color = tokens[token];
    if (!base || !color) continue;

    for (const end of [WHITE, BLACK].some((one) => on().every((surface) => contrastOf(one, surface) >= contrast)) ? [] : others)
      tokens[end] = base;
    tokens[token] = readableOn(color, on(), contrast) ?? color;
  }
  const adjusted = Object.entries(tokens)
    .map(([token, color]) => ({ token: `--${token}`, from: writeColor(theme[token] ?? color), to: writeColor(color) }))
    .filter(({ from, to }) => from !== to);
  return { tokens, adjusted };
}

function named(names: readonly string[]): readonly string[] {
  return names.map((name) => `vscode-${name}`);
}
