import { StreamFailure } from './stream-failure.ts';

/** After this long without an answer at one address, the next one is tried. The last one is waited for as long as any server. */
export const REACH_WITHIN_MS = 5_000;

/** What can be otherwise at another address of the same server. Who is refused is refused at all of them. */
const MAY_DIFFER: readonly string[] = ['connection-refused', 'certificate', 'server-not-found', 'not-an-xmpp-server', 'unexpected'];

/** The WebSocket addresses of one messaging server, such as those of a cluster's nodes. They are tried in turn, beginning at the one that was reached last. */
export class ServerAddresses {
  readonly all: readonly string[];
  #index = 0;

  /** @param service One address, or several with spaces between them */
  constructor(service: string) {
    this.all = service.split(' ');
  }

  /** The one to connect to. */
  get current(): string {
    return this.all[this.#index] ?? '';
  }

  /** Tries the addresses one after the other, each at once, until one of them works. @throws what the last attempt failed with */
  async each<T>(attempt: (mayBeSlow: boolean) => Promise<T>): Promise<T> {
    for (let left = this.all.length - 1; ; left -= 1) {
      try {
        return await attempt(left === 0);
      } catch (error) {
        const mayDiffer = error instanceof StreamFailure && MAY_DIFFER.includes(error.problem);
        if (!mayDiffer) throw error;
        this.#index = (this.#index + 1) % this.all.length;
        if (left === 0) throw error;
      }
    }
  }
}
