import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Has the buttons of an element settle anew whenever its size changes, since they may have moved then: see `settlingStyles`. */
export class SettlingController implements ReactiveController {
  readonly #observer = new ResizeObserver(() => this.host.toggleAttribute('has-moved'));

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
