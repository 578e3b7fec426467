type Listener = (event: { readonly data: unknown }) => void;

/** A message port that the test's clock waits for. It wouldn't wait for Node's own ports (see own-time.ts). */
class MemoryPort {
  onmessage: Listener | null = null;
  other: MemoryPort | undefined;
  #isOpen = true;

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    const { other } = this;
    // Closing one end closes both, but a message that was posted before that still arrives.
    if (this.#isOpen && other) setImmediate(() => other.onmessage?.({ data }));
  }

  close(): void {
    this.#isOpen = false;
    if (this.other) this.other.#isOpen = false;
  }

  /** Both ends are in one process, so that no end is lost and no `close` event is needed. */
  addEventListener(): void {}
}

export class MemoryChannel {
  readonly port1 = new MemoryPort();
  readonly port2 = new MemoryPort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}
