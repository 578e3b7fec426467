import type { Palette } from '../workspace/theme.ts';
import { BLACK, type Color, luminanceOf, mix, over, readColor, WHITE } from './color.ts';

/** What is read of a VS Code theme's JSON; the rest of it is for editors. */
export interface VsCodeTheme {
  /** `dark`, `light`, `hc`, `hcLight` …; where it is absent, the background of the editor tells. */
  readonly type?: unknown;
  readonly colors?: unknown;
  readonly tokenColors?: unknown;
}

/** Where a theme has nothing of the kind. */
const BLUE: Color = { rgb: [0, 120, 212], alpha: 1 };
const RED: Color = { rgb: [248, 81, 73], alpha: 1 };
const DARK_GREY: Color = { rgb: [31, 31, 31], alpha: 1 };
const LIGHT_GREY: Color = { rgb: [204, 204, 204], alpha: 1 };

/** Colours by token, without the leading dashes: `vscode-editor-background`. */
export type TokenColors = Record<string, Color>;

/** Of which of the kinds a theme is. One of high contrast with a light background is shown as a light one: its colours are its own. */
export function kindOf({ type, colors }: VsCodeTheme): Palette {
  const name = String(type).toLowerCase();
  if (/^hc(?:-black|dark)?$/.test(name)) return 'high-contrast';
  if (/light|^vs$/.test(name)) return 'light';
  const background = readColor(valueOf(colors, 'editor.background'));
  return !name.includes('dark') && background && luminanceOf(background) > 0.3 ? 'light' : 'dark';
}

/**
 * The colours of all our tokens: the theme's own, or else what is nearest to them in it, as VS Code derives many. Backgrounds are opaque, since they are laid
 * on the editor's.
 */
export function tokensOf(theme: VsCodeTheme): TokenColors {
  const isLight = kindOf(theme) === 'light';
  const [paper, ink] = isLight ? [WHITE, DARK_GREY] : [DARK_GREY, LIGHT_GREY];
  const own = (...keys: readonly string[]) => keys.map((key) => readColor(valueOf(theme.colors, key))).find(Boolean);
  const editor = over(own('editor.background') ?? paper, paper);
  const on = (color: Color | undefined, below: Color) => color && over(color, below);
  const text = on(own('foreground', 'editor.foreground', 'sideBar.foreground'), editor) ?? ink;
  const shade = (share: number, below = editor) => mix(text, below, share);

  const sideBar = on(own('sideBar.background'), editor) ?? editor;
  const widget = on(own('editorWidget.background', 'notifications.background'), editor) ?? sideBar;
  const border = own('panel.border', 'editorGroup.border', 'sideBar.border', 'contrastBorder') ?? shade(0.15);
  const input = on(own('input.background', 'dropdown.background'), sideBar) ?? shade(0.08, sideBar);
  const button = on(own('button.background'), editor) ?? BLUE;
  const secondary = on(own('button.secondaryBackground'), editor) ?? shade(0.15);
  const focus = own('focusBorder', 'button.background', 'textLink.foreground') ?? button;
  const link = on(own('textLink.foreground', 'textLink.activeForeground', 'focusBorder'), editor) ?? focus;
  const selection = on(own('list.activeSelectionBackground', 'list.inactiveSelectionBackground'), sideBar) ?? shade(0.15, sideBar);
  const menu = on(own('menu.background', 'dropdown.background'), editor) ?? widget;
  const option = on(own('inputOption.activeBackground'), sideBar) ?? mix(focus, sideBar, 0.3);
  const edge = own('contrastBorder') ?? { ...BLACK, alpha: 0 };
  const scope = (name: string) => readColor(foregroundOf(theme.tokenColors, name));
  return {
    'vscode-foreground': text,
    'vscode-descriptionForeground': on(own('descriptionForeground'), editor) ?? shade(0.75),
    'vscode-errorForeground': on(own('errorForeground', 'editorError.foreground', 'terminal.ansiRed'), editor) ?? RED,
    'vscode-focusBorder': on(focus, editor) ?? focus,
    'vscode-contrastBorder': edge,
    'vscode-editor-background': editor,
    'vscode-sideBar-background': sideBar,
    'vscode-panel-border': border,
    'vscode-input-background': input,
    'vscode-input-foreground': on(own('input.foreground'), input) ?? text,
    'vscode-input-border': on(own('input.border', 'dropdown.border', 'contrastBorder'), sideBar) ?? shade(0.5),
    'vscode-input-placeholderForeground': on(own('input.placeholderForeground'), input) ?? shade(0.6, input),
    'vscode-dropdown-border': own('dropdown.border', 'input.border', 'contrastBorder') ?? border,
    'vscode-button-background': button,
    'vscode-button-foreground': on(own('button.foreground'), button) ?? WHITE,
    'vscode-button-hoverBackground': on(own('button.hoverBackground'), editor) ?? mix(button, text, 0.9),
    'vscode-button-secondaryBackground': secondary,
    'vscode-button-secondaryForeground': on(own('button.secondaryForeground'), secondary) ?? text,
    'vscode-button-secondaryHoverBackground': on(own('button.secondaryHoverBackground'), editor) ?? mix(secondary, text, 0.9),
    'vscode-list-hoverBackground': on(own('list.hoverBackground'), sideBar) ?? shade(0.06, sideBar),
    'vscode-list-activeSelectionBackground': selection,
    'vscode-list-activeSelectionForeground':
      on(own('list.activeSelectionForeground', 'list.inactiveSelectionForeground'), selection) ?? text,
    'vscode-toolbar-hoverBackground': own('toolbar.hoverBackground') ?? { ...text, alpha: 0.15 },
    'vscode-tab-activeBorderTop': own('tab.activeBorderTop', 'tab.activeBorder') ?? focus,
    'vscode-textLink-foreground': link,
    'vscode-activityBarBadge-background': on(own('activityBarBadge.background', 'badge.background'), editor) ?? button,
    'vscode-activityBarBadge-foreground': own('activityBarBadge.foreground', 'badge.foreground') ?? WHITE,
    'vscode-editorWidget-background': widget,
    'vscode-widget-border': own('widget.border', 'editorWidget.border', 'contrastBorder') ?? border,
    'vscode-widget-shadow': own('widget.shadow') ?? { ...BLACK, alpha: isLight ? 0.2 : 0.5 },
    'vscode-menu-background': menu,
    'vscode-menu-foreground': on(own('menu.foreground', 'dropdown.foreground'), menu) ?? text,
    'vscode-menu-border': own('menu.border', 'dropdown.border', 'contrastBorder') ?? border,
    'vscode-menu-selectionBackground': on(own('menu.selectionBackground'), menu) ?? selection,
    'vscode-menu-selectionForeground': own('menu.selectionForeground', 'list.activeSelectionForeground') ?? text,
    'vscode-inputOption-activeBackground': option,
    'vscode-inputOption-activeBorder': own('inputOption.activeBorder') ?? focus,
    'vscode-inputOption-activeForeground': own('inputOption.activeForeground') ?? text,
    'vscode-testing-iconPassed':
      on(own('testing.iconPassed', 'terminal.ansiGreen', 'gitDecoration.addedResourceForeground'), editor) ?? link,
    'vscode-editorWarning-foreground': on(own('editorWarning.foreground', 'list.warningForeground', 'terminal.ansiYellow'), editor) ?? text,
    'vscode-scrollbarSlider-background': own('scrollbarSlider.background') ?? { ...text, alpha: 0.3 },
    // Who speaks has the theme's colours for variables and functions.
    'backchannel-own-logon': scope('variable') ?? link,
    'backchannel-peer-logon': scope('entity.name.function') ?? text,
  };
}

/** The colour that a theme gives to a scope of the editor, by a rule for exactly that scope; the last one holds. */
function foregroundOf(rules: unknown, scope: string): unknown {
  const isFor = (rule: unknown) =>
    [valueOf(rule, 'scope')].flat().some((text) =>
      String(text)
        .split(/\s*,\s*/)
        .includes(scope),
    );
  return Array.isArray(rules) ? valueOf(valueOf(rules.findLast(isFor), 'settings'), 'foreground') : undefined;
}

/** A member of what may be anything, such as of a JSON. */
function valueOf(container: unknown, key: string): unknown {
  return typeof container === 'object' && container !== null ? Object.getOwnPropertyDescriptor(container, key)?.value : undefined;
}
