import type { LitElement, ReactiveController } from 'lit';
import type { Settings } from '../../model/settings.ts';
import { paletteOf, themeRule } from './theme.ts';

const PREFERENCES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

/**
 * Gives its host the theme's tokens. With `auto`, a token that the page around it defines, as a VS Code theme does, wins. What the page changes by an
 * attribute of its root or its body, such as a class or a style, is followed.
 */
export class ThemeController implements ReactiveController {
  readonly #host: LitElement & { readonly theme?: Settings['theme'] };
  /** The agent's choice. With `auto`, the page's holds: the host's `theme`. */
  readonly #theme: () => Settings['theme'];
  readonly #sheet = new CSSStyleSheet();
  readonly #page = new MutationObserver(() => this.#apply('page'));
  #applied = '';
  #rule = '';

  constructor(host: LitElement & { readonly theme?: Settings['theme'] }, theme: () => Settings['theme']) {
    this.#host = host;
    this.#theme = theme;
    host.addController(this);
  }

  hostConnected(): void {
    const root = this.#host.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(this.#sheet)) root.adoptedStyleSheets.push(this.#sheet);

    for (const preference of PREFERENCES) matchMedia(preference).addEventListener('change', this.#apply);
    for (const element of [document.documentElement, document.body]) this.#page.observe(element, { attributes: true });

    this.#apply('page');
  }

  hostUpdated(): void {
    this.#apply();
  }

  hostDisconnected(): void {
    this.#page.disconnect();
    for (const preference of PREFERENCES) matchMedia(preference).removeEventListener('change', this.#apply);
  }

  /** @param change Where the page or the browser may have changed; otherwise nothing is done as long as the choice is the same. */
  readonly #apply = (change?: unknown): void => {
    const chosen = this.#theme();
    const theme = chosen === 'auto' ? (this.#host.theme ?? 'auto') : chosen;
    const palette = paletteOf(theme);
    const applied = `${theme} ${palette}`;
    if (!change && applied === this.#applied) return;

    this.#applied = applied;
    const page = getComputedStyle(this.#host.parentElement ?? document.documentElement);
    const rule = themeRule(':host', palette, (token) => theme === 'auto' && page.getPropertyValue(token) !== '');
    if (rule !== this.#rule) this.#sheet.replaceSync((this.#rule = rule));
  };
}
