import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Settings } from '../../model/settings.ts';
import { localeFor, showLocale, shownLocale, type Locale } from '../../words/localization.ts';

const LANGUAGE_ONLY = { attributeFilter: ['lang'] };

/**
 * Shows the views in the language that the agent has set, or else in that of the element's own `lang`, of the page, or of the browser, and follows
 * when one of them changes.
 */
export class LanguageController implements ReactiveController {
  /** The language that is shown. Undefined until it is loaded; nothing is rendered until then, so that nothing is seen in another language. */
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
    if (this.#setting() !== this.#followed) this.#follow();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #follow(): void {
    this.#followed = this.#setting();
    const wanted = localeFor(this.#followed === 'auto' ? languageOf(this.#host) : this.#followed);
    if (wanted === shownLocale()) this.locale = wanted;

    void showLocale(wanted).then(() => {
      this.locale = shownLocale();
      this.#host.requestUpdate();
    });
  }
}

/** The language that the nearest `lang` says, also one outside of the shadow trees that the element is in. */
function languageOf(element: Element): string {
  const language = element.closest('[lang]')?.getAttribute('lang');
  const root = element.getRootNode();
  return language || (root instanceof ShadowRoot ? languageOf(root.host) : navigator.language);
}
