const IDLE_MS = 5_000;

/** Tells the peer that the agent types, and that they have stopped, each only when it changes. */
export class TypingNotice {
  readonly #tell: (isTyping: boolean) => void;
  #isTyping = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (isTyping: boolean) => void) {
    this.#tell = tell;
  }

  /** The agent has typed something. After five seconds without typing they have stopped. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stopped(), IDLE_MS);
    this.#set(true);
  }

  /** The agent left the field, or emptied it. */
  stopped(): void {
    clearTimeout(this.#timer);
    this.#set(false);
  }

  /** The message was sent, which itself says that the agent has stopped (XEP-0085 5.2). */
  sent(): void {
    clearTimeout(this.#timer);
    this.#isTyping = false;
  }

  #set(isTyping: boolean): void {
    if (isTyping !== this.#isTyping) {
      this.#isTyping = isTyping;
      this.#tell(isTyping);
    }
  }
}
