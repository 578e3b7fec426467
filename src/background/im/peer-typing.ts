/** A client that says "composing" and then vanishes must not type for ever (XEP-0085 5.1 suggests 30 s). */
const STALE_AFTER_MS = 30_000;

/** Which peers are typing right now. */
export class PeerTyping {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly onChange: () => void) {}

  isTyping(sessionId: string): boolean {
    return this.timers.has(sessionId);
  }

  set(sessionId: string, isTyping: boolean): void {
    const was = this.timers.get(sessionId);
    clearTimeout(was);
    if (isTyping)
      this.timers.set(
        sessionId,
        setTimeout(() => this.set(sessionId, false), STALE_AFTER_MS),
      );
    else this.timers.delete(sessionId);
    if ((was !== undefined) !== isTyping) this.onChange();
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
