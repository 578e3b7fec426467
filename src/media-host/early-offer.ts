import type { JingleAnswer, JingleRequest } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import type { Processed } from './jingle-request.ts';

type Request = Processed['jingle'];

/** What a device that rings has taken of the offer. */
interface Taker {
  taken: number;
  /** Resolves when the device has nothing to answer any more. */
  telling: Promise<void> | undefined;
  hasRefused: boolean;
}

/**
 * The offer and its candidates, before anybody has accepted: they go to each device that rings, so that the sound begins as soon as one of them accepts.
 * A device takes one after the other. One that doesn't take the offer ahead, as an earlier Backchannel, isn't asked again before it accepts.
 */
export class EarlyOffer {
  readonly #requests: Request[] = [];
  readonly #takers = new Map<FullJid, Taker>();

  constructor(private readonly send: (to: FullJid, request: JingleRequest) => Promise<JingleAnswer>) {}

  get requests(): readonly Request[] {
    return this.#requests;
  }

  add(request: Request): void {
    this.#requests.push(request);
    for (const [device, taker] of this.#takers) this.#tell(device, taker);
  }

  ringsAt(device: FullJid): void {
    if (this.#takers.has(device)) return;
    const taker: Taker = { taken: 0, telling: undefined, hasRefused: false };
    this.#takers.set(device, taker);
    this.#tell(device, taker);
  }

  /** What the device that has accepted still has to be told, once it is known what it has taken. */
  async untakenBy(device: FullJid): Promise<readonly Request[]> {
    const taker = this.#takers.get(device);
    await taker?.telling;
    return this.#requests.slice(taker?.taken ?? 0);
  }

  #tell(device: FullJid, taker: Taker): void {
    taker.telling ??= this.#tellAll(device, taker).finally(() => (taker.telling = undefined));
  }

  async #tellAll(device: FullJid, taker: Taker): Promise<void> {
    for (let next = this.#requests[taker.taken]; next && !taker.hasRefused; next = this.#requests[taker.taken]) {
      const { error } = await this.send(device, { ...next });
      if (error) taker.hasRefused = true;
      else taker.taken += 1;
    }
  }
}
