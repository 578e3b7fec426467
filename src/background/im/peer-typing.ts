import type { SessionId } from '../../model/ids.ts';
/**
 * How long a peer counts as typing after their client has last said so. A client may vanish without taking it back (XEP-0085 5.1 suggests
 * 30 s).
 */
const STALE_AFTER_MS = 30_000;

/** Knows which peers are typing right now. */
export class PeerTyping {
  readonly #timers = new Map<SessionId, ReturnType<typeof setTimeout>>();

  constructor(private readonly onChange: () => void) {}

  isTyping(sessionId: SessionId): boolean {
    return this.#timers.has(sessionId);
  }

  set(sessionId: SessionId, isTyping: boolean): void {
    const was = this.#timers.get(sessionId);
    clearTimeout(was);
    if (isTyping) {
      this.#timers.set(
        sessionId,
        setTimeout(() => this.set(sessionId, false), STALE_AFTER_MS),
      );
    } else this.#timers.delete(sessionId);
    if ((was !== undefined) !== isTyping) this.onChange();
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
