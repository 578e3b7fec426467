const IDLE_MS = 5_000;

/** Says that the agent types, and that it stopped, no more often than it changes. */
export class TypingNotice {
  readonly #tell: (isTyping: boolean) => void;
  #isTyping = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (isTyping: boolean) => void) {
    this.#tell = tell;
  }

  /** The agent typed something; silence for five seconds ends it. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stopped(), IDLE_MS);
    this.#set(true);
  }

  /** The agent left the field, emptied it, or sent. */
  stopped(): void {
    clearTimeout(this.#timer);
    this.#set(false);
  }

  #set(isTyping: boolean): void {
    if (isTyping !== this.#isTyping) {
      this.#isTyping = isTyping;
      this.#tell(isTyping);
    }
  }
}
