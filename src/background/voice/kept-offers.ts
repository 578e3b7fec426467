import type { JingleRequest } from '../../channel/media-host.ts';
import type { FullJid } from '../../model/jid.ts';
import type { CallId } from '../../model/ids.ts';

/** How many requests are kept of a call, and how long they may be together, as JSON: an offer has some 3,000 characters, a candidate 300. */
const MOST_REQUESTS = 40;
const MOST_CHARACTERS = 40_000;

export interface KeptOffer {
  /** The caller's device. */
  readonly from: FullJid;
  readonly requests: readonly JingleRequest[];
}

/**
 * The offers of calls that still ring, each with the candidates that follow it. No candidate is used before the agent accepts, so that the caller learns
 * nothing of this computer: a connection would look up and try the addresses that it is given.
 */
export class KeptOffers {
  readonly #byCall = new Map<CallId, KeptOffer>();

  has(callId: CallId): boolean {
    return this.#byCall.has(callId);
  }

  of(callId: CallId): KeptOffer | undefined {
    return this.#byCall.get(callId);
  }

  /** The caller's device whose offer is kept, as the `device` of the call; nothing where no offer is kept. */
  deviceOf(callId: CallId): { readonly device?: FullJid } {
    const from = this.#byCall.get(callId)?.from;
    return from === undefined ? {} : { device: from };
  }

  /** @returns whether the request was taken */
  keep(callId: CallId, from: FullJid, request: JingleRequest): boolean {
    const kept = this.#byCall.get(callId);
    // The caller's other devices have no say in it.
    if (kept && kept.from !== from) return false;
    const { action } = request;
    if (action === 'session-terminate') return this.#byCall.delete(callId);
    // A caller whose document with the sound was replaced makes a new offer.
    const requests = action === 'session-initiate' ? [request] : kept && action === 'transport-info' ? [...kept.requests, request] : [];
    if (requests.length === 0 || requests.length > MOST_REQUESTS || JSON.stringify(requests).length > MOST_CHARACTERS) return false;
    this.#byCall.set(callId, { from, requests });
    return true;
  }

  /** Gives what was kept, and keeps it no longer. */
  take(callId: CallId): KeptOffer | undefined {
    const kept = this.#byCall.get(callId);
    this.#byCall.delete(callId);
    return kept;
  }
}

/** Whether an offer brings no candidates, so that a connection can be made by it that has no address to look up or to try. */
export function isWithoutAddresses({ contents }: JingleRequest): boolean {
  return !JSON.stringify(contents ?? []).includes('andidates":');
}
