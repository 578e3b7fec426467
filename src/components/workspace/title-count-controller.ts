import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Keeps a count in front of the page's title, as in "(2) CRM", and removes nothing but that count. */
export class TitleCountController implements ReactiveController {
  readonly #count: () => number;
  #prefix = '';

  /** @param count What waits for the agent; 0 leaves the title as the page set it. */
  constructor(host: ReactiveControllerHost, count: () => number) {
    this.#count = count;
    host.addController(this);
  }

  hostUpdated(): void {
    const count = this.#count();
    this.#show(count > 0 ? `(${count}) ` : '');
  }

  hostDisconnected(): void {
    this.#show('');
  }

  #show(prefix: string): void {
    if (prefix === this.#prefix) return;

    const title = document.title;
    document.title = prefix + (title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title);
    this.#prefix = prefix;
  }
}
