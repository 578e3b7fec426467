import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Knows whether its host can be seen: rendered, scrolled into view, and the page's tab in front. */
export class OnScreenController implements ReactiveController {
  isOnScreen = false;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onChange: (isOnScreen: boolean) => void;
  #isIntersecting = false;
  #observer: IntersectionObserver | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, onChange: (isOnScreen: boolean) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((records) => {
      this.#isIntersecting = records.at(-1)?.isIntersecting ?? false;
      this.#update();
    });
    this.#observer.observe(this.#host);
    document.addEventListener('visibilitychange', this.#update);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#update);
    this.#isIntersecting = false;
    this.#update();
  }

  readonly #update = (): void => {
    const isOnScreen = this.#isIntersecting && document.visibilityState === 'visible';
    if (isOnScreen !== this.isOnScreen) {
      this.isOnScreen = isOnScreen;
      this.#onChange(isOnScreen);
      this.#host.requestUpdate();
    }
  };
}
