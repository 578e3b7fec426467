import type { DockColors } from './dock-colors.ts';

/*
 * Declarations for `style` properties, which need no style sheet: a page's Content-Security-Policy may forbid those, and Firefox has
 * none for the shadow trees of content scripts.
 */

type Side = 'left' | 'right';

/** The width of the strip with the controls. */
export const STRIP_WIDTH = 28;

/** The declarations made important: as such they win, in a `style` attribute, over every style sheet of the page. */
function important(declarations: string): string {
  return declarations.replaceAll(/\s*;\s*/g, ' !important;');
}

/** Everything is reset. `all` doesn't cover the direction of text, so that it is reset by itself. */
const HOST =
  'all:initial;direction:ltr;unicode-bidi:isolate;display:block;position:fixed;margin:0;padding:0;border:0;overflow:visible;z-index:2147483647;';

export function tabHostCss(side: Side): string {
  return important(`${HOST}inset:30vh auto auto auto;${side}:0;`);
}

/**
 * The dock's host with the workspace open. A page that is narrower is covered as a whole, but for its scroll bar, which "100vw" would count in and move
 * the controls out of sight. @param width The workspace's
 */
export function windowHostCss(side: Side, width: number): string {
  return important(`${HOST}inset:0 auto 0 auto;${side}:0;inline-size:min(${width + STRIP_WIDTH}px,100%);block-size:auto;`);
}

export function tabCss(side: Side, { accent, onAccent, accentBorder }: DockColors): string {
  const rounded = side === 'right' ? '6px 0 0 6px' : '0 6px 6px 0';
  return `flex-direction:column;gap:6px;min-inline-size:36px;min-block-size:56px;padding:8px 6px;color:${onAccent};background:${accent};
    border:1px solid ${accentBorder};border-${side}:0;border-radius:${rounded};box-shadow:0 1px 6px #00000059;outline-offset:-4px;outline-color:${onAccent}`;
}

export function tabBadgeCss({ accent, onAccent }: DockColors): string {
  return `font:600 11px/16px system-ui,sans-serif;min-inline-size:16px;padding:0 4px;box-sizing:border-box;text-align:center;border-radius:8px;color:${accent};background:${onAccent}`;
}

export function panelCss(side: Side, { background, scheme }: DockColors): string {
  return `box-sizing:border-box;display:flex;flex-direction:${side === 'right' ? 'row' : 'row-reverse'};inline-size:100%;block-size:100%;background:${background};color-scheme:${scheme};box-shadow:0 0 8px #00000040`;
}

export function stripCss({ border }: DockColors): string {
  return `box-sizing:border-box;display:flex;flex-direction:column;flex:none;inline-size:${STRIP_WIDTH}px;border:solid ${border};border-width:0 1px`;
}
