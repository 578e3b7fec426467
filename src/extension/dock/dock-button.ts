import type { DockColors } from './dock-colors.ts';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A button with a codicon. It is made by DOM calls and `style` properties, because the page's policies may forbid markup from strings as well as
 * style sheets.
 */
export class DockButton {
  readonly element = document.createElement('button');
  #css = '';
  #hover = '';

  constructor(onPress: () => void) {
    this.element.type = 'button';
    // Only a person's press counts, although a page's script can't reach this button anyway.
    this.element.addEventListener('click', (event) => event.isTrusted && onPress());
    for (const type of ['pointerenter', 'pointerleave', 'focus', 'blur']) this.element.addEventListener(type, () => this.#paint());
  }

  /** @param text The accessible name, which is the tooltip too. @param beside What stands beside the icon, for the eye only. */
  show(svg: string, text: string, beside: readonly Element[] = []): void {
    this.element.replaceChildren(iconOf(svg), ...beside);
    this.element.ariaLabel = text;
    this.element.title = text;
  }

  /** @param hover The background's colour under the pointer. */
  style(css: string, { focus }: DockColors, hover: string): void {
    this.#css = `all:initial;box-sizing:border-box;display:flex;align-items:center;justify-content:center;cursor:pointer;outline-color:${focus};${css}`;
    this.#hover = hover;
    this.#paint();
  }

  #paint(): void {
    const { style } = this.element;
    style.cssText = this.#css;
    if (this.element.matches(':hover')) style.backgroundColor = this.#hover;
    if (this.element.matches(':focus-visible')) style.outlineStyle = 'solid';
  }
}

function iconOf(svg: string): SVGSVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  icon.style.cssText = 'inline-size:16px;block-size:16px;fill:currentColor;flex:none';
  for (const [, d = ''] of svg.matchAll(/ d="([^"]+)"/g)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    icon.append(path);
  }
  return icon;
}
