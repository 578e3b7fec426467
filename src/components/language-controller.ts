import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Settings } from '../model/settings.ts';
import { localeFor, showLocale, shownLocale, type Locale } from './localization.ts';

const LANGUAGE_ONLY = { attributeFilter: ['lang'] };

/**
 * Shows the views in the language that the agent has set, or that of its host: its own `lang`, or the page's, or else the
 * browser's; also when one is changed.
 */
export class LanguageController implements ReactiveController {
  /** The language that is shown; undefined until it is loaded, as nothing shall be seen in another one before. */
  locale: Locale | undefined;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #setting: () => Settings['language'];
  readonly #observer = new MutationObserver(() => this.#follow());
  #followed: Settings['language'] | undefined;

  /** @param setting What the agent has set, read at each update of the host. */
  constructor(host: ReactiveControllerHost & HTMLElement, setting: () => Settings['language']) {
    this.#host = host;
    this.#setting = setting;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host, LANGUAGE_ONLY);
    this.#observer.observe(document.documentElement, LANGUAGE_ONLY);
    this.#follow();
  }

  hostUpdated(): void {
    if (this.#setting() !== this.#followed) {
      this.#follow();
    }
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #follow(): void {
    this.#followed = this.#setting();
    const wanted = localeFor(this.#followed === 'auto' ? languageOf(this.#host) : this.#followed);
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
