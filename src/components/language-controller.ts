import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { localeFor, showLocale, shownLocale, type Locale } from './localization.ts';

const LANGUAGE_ONLY = { attributeFilter: ['lang'] };

/** Shows the views in the language of its host: its own `lang`, or the page's, or else the browser's; also when one is changed. */
export class LanguageController implements ReactiveController {
  /** The language that is shown; undefined until it is loaded, as nothing shall be seen in another one before. */
  locale: Locale | undefined;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer = new MutationObserver(() => this.#follow());

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host, LANGUAGE_ONLY);
    this.#observer.observe(document.documentElement, LANGUAGE_ONLY);
    this.#follow();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #follow(): void {
    const wanted = localeFor(languageOf(this.#host));
    if (wanted === shownLocale()) {
      this.locale = wanted;
    }
    void showLocale(wanted).then(() => {
      this.locale = shownLocale();
      this.#host.requestUpdate();
    });
  }
}

/** As the nearest `lang` says, also one around the shadow trees that the element is in. */
function languageOf(element: Element): string {
  const language = element.closest('[lang]')?.getAttribute('lang');
  const root = element.getRootNode();
  return language || (root instanceof ShadowRoot ? languageOf(root.host) : navigator.language);
}
