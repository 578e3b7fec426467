import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long the agent is told something, unless they dismiss it earlier. */
export const TOLD_MS = 8_000;

/** Tells the agent a sentence for a while: why something wasn't done, or how it went. The next one takes its place. */
export class SaidController implements ReactiveController {
  /** What is told now; empty for nothing. */
  words = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.words = '';
  }

  readonly say = (words: string): void => {
    clearTimeout(this.#timer);
    this.words = words;
    if (words) this.#timer = setTimeout(() => this.say(''), TOLD_MS);

    this.host.requestUpdate();
  };
}
