import type { LitElement, ReactiveController } from 'lit';
import type { Settings } from '../../model/settings.ts';
import { paletteOf, themeRule } from './theme.ts';

const PREFERENCES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

/** Gives its host the theme's tokens. With `auto`, a token that the page around it defines, as a VS Code theme does, wins. */
export class ThemeController implements ReactiveController {
  readonly #host: LitElement & { readonly theme?: Settings['theme'] };
  /** The agent's choice. With `auto`, the page's holds: the host's `theme`. */
  readonly #theme: () => Settings['theme'];
  readonly #sheet = new CSSStyleSheet();
  #applied = '';

  constructor(host: LitElement & { readonly theme?: Settings['theme'] }, theme: () => Settings['theme']) {
    this.#host = host;
    this.#theme = theme;
    host.addController(this);
  }

  hostConnected(): void {
    const root = this.#host.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(this.#sheet)) root.adoptedStyleSheets.push(this.#sheet);

    for (const preference of PREFERENCES) matchMedia(preference).addEventListener('change', this.#apply);

    this.#applied = '';
    this.#apply();
  }

  hostUpdated(): void {
    this.#apply();
  }

  hostDisconnected(): void {
    for (const preference of PREFERENCES) matchMedia(preference).removeEventListener('change', this.#apply);
  }

  readonly #apply = (): void => {
    const chosen = this.#theme();
    const theme = chosen === 'auto' ? (this.#host.theme ?? 'auto') : chosen;
    const palette = paletteOf(theme);
    if (`${theme} ${palette}` === this.#applied) return;

    this.#applied = `${theme} ${palette}`;
    const surroundings = this.#host.parentElement ?? document.documentElement;
    const page = getComputedStyle(surroundings);
    const isPageOwned = (token: string) => theme === 'auto' && page.getPropertyValue(token) !== '';
    this.#sheet.replaceSync(themeRule(':host', palette, isPageOwned));
  };
}
