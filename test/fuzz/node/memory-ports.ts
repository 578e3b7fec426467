type Listener = (event: { readonly data: unknown }) => void;

/** A message port of which the clock knows: Node's own deliver outside of it (see own-time.ts). */
class MemoryPort {
  onmessage: Listener | null = null;
  other: MemoryPort | undefined;
  #isOpen = true;

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    const { other } = this;
    // Both ends are closed together; what was posted before still arrives.
    if (this.#isOpen && other) setImmediate(() => other.onmessage?.({ data }));
  }

  close(): void {
    this.#isOpen = false;
    if (this.other) this.other.#isOpen = false;
  }

  /** Nothing here ends without a word, so that no `close` event ever comes. */
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
