import type { MediaFunctions } from '../../channel/media-host.ts';
import type { MediaHosts } from './media-hosts.ts';
import type { CallId } from '../../model/ids.ts';

/** How long a document with sound that was reloaded, or whose port was cut, may take to come back. After that its calls are over. */
export const RETURN_MS = 6_000;

/** Waits for documents with sound that are away. */
export class MediaReturns {
  readonly #timers = new Map<CallId, ReturnType<typeof setTimeout>>();
  readonly #came = new Set<() => void>();

  /** @param onLost Called when a call's document hasn't come back in time */
  constructor(
    private readonly mediaHosts: Pick<MediaHosts, 'has' | 'of'>,
    private readonly onLost: (callId: CallId) => void,
  ) {}

  /** Waits for the document of a call. */
  expect(callId: CallId): void {
    this.forget(callId);
    this.#timers.set(
      callId,
      setTimeout(() => this.onLost(callId), RETURN_MS),
    );
  }

  /** To be called when the call is over, or its document has come. */
  forget(callId: CallId): void {
    clearTimeout(this.#timers.get(callId));
    this.#timers.delete(callId);
  }

  /** To be called when a document has come. */
  hostCame(): void {
    for (const tell of this.#came) tell();
  }

  /** Resolves with the call's document when it is back; with undefined when it doesn't come back in time. */
  async whenBack(callId: CallId): Promise<MediaFunctions | undefined> {
    const end = performance.now() + RETURN_MS;
    while (!this.mediaHosts.has(callId) && performance.now() < end) {
      await new Promise<void>((resolve) => {
        this.#came.add(resolve);
        setTimeout(resolve, end - performance.now());
      });
      this.#came.clear();
    }
    return this.mediaHosts.of(callId);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
