import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host once a second while `isNeeded` says that a running time is shown. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #isNeeded: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, isNeeded: () => boolean) {
    this.#host = host;
    this.#isNeeded = isNeeded;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#isNeeded()) this.#stop();
    else this.#timer ??= setInterval(() => this.#host.requestUpdate(), 1_000);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
