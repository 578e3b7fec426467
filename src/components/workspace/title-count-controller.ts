import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How often the count is put back in a row, in front of titles that the page itself sets. A page that takes it away each time has its way then. */
const MOST_PUT_BACK = 10;
/** After this long without the page setting its title, the next time counts as the first again. */
const QUIET_MS = 10_000;

/**
 * Keeps a count in front of the page's title, as in "(2) CRM", and removes nothing but that count. A page may set its title anew at any time; the count
 * is put in front of that one too.
 */
export class TitleCountController implements ReactiveController {
  readonly #count: () => number;
  #prefix = '';
  #putBack = 0;
  #putBackAt = 0;
  readonly #observer = new MutationObserver(() => this.#followPage());

  /** @param count What waits for the agent; 0 leaves the title as the page set it. */
  constructor(host: ReactiveControllerHost, count: () => number) {
    this.#count = count;
    host.addController(this);
  }

  hostConnected(): void {
    // The page may also put another title element in the place of the one that is there.
    this.#observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  }

  hostUpdated(): void {
    const count = this.#count();
    this.#show(count > 0 ? `(${count}) ` : '');
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#show('');
  }

  #followPage(): void {
    if (this.#prefix === '' || document.title.startsWith(this.#prefix)) return;
    const now = performance.now();
    this.#putBack = now - this.#putBackAt > QUIET_MS ? 1 : this.#putBack + 1;
    this.#putBackAt = now;
    if (this.#putBack <= MOST_PUT_BACK) document.title = this.#prefix + document.title;
  }

  #show(prefix: string): void {
    if (prefix === this.#prefix) return;

    const title = document.title;
    document.title = prefix + (title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title);
    this.#prefix = prefix;
  }
}
