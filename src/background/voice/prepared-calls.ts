import type { MediaFunctions } from '../../channel/media-host.ts';
import type { CallId } from '../../model/ids.ts';
import type { VoiceCall } from '../../model/call/voice-call.ts';
import type { CallMediaOptions } from './call-media-options.ts';
import { isWithoutAddresses, type KeptOffers } from './kept-offers.ts';
import type { MediaHosts } from './media-hosts.ts';
import type { CallRoute, Relays } from './relays.ts';

/**
 * The calls that ring here and are ready to be answered: a document that is open has applied the caller's offer, so that *Accept* has only to answer it. The
 * document gets no candidate before that, and a stranger's offer not at all. What it holds ends with the ringing, and nobody is told.
 */
export class PreparedCalls {
  readonly #byCall = new Map<CallId, { readonly host: MediaFunctions; readonly route: CallRoute }>();

  constructor(
    private readonly options: CallMediaOptions,
    private readonly mediaHosts: Pick<MediaHosts, 'lend' | 'release'>,
    private readonly relays: Pick<Relays, 'routeOf'>,
    private readonly kept: Pick<KeptOffers, 'of'>,
  ) {}

  has(callId: CallId): boolean {
    return this.#byCall.has(callId);
  }

  /** The route that a call was made ready with in a document. */
  routeIn(host: MediaFunctions, callId: CallId): CallRoute | undefined {
    const prepared = this.#byCall.get(callId);
    return prepared?.host === host ? prepared.route : undefined;
  }

  /** Has a call made ready by the offer that is kept of it now. */
  async prepare(call: VoiceCall): Promise<void> {
    const { id, peer } = call;
    this.leave(id);
    const offered = this.kept.of(id);
    const [offer] = offered?.requests ?? [];
    if (!offered || !offer || !isWithoutAddresses(offer) || this.options.isStranger(peer)) return;
    try {
      const route = await this.relays.routeOf(call);
      // Meanwhile the agent may have answered, or the caller may have made another offer.
      const isAsStill = this.options.calls.get(id)?.state.status === 'invited' && this.kept.of(id)?.requests[0] === offer;
      const self = this.options.stream()?.self;
      const host = isAsStill && route && self !== undefined ? this.mediaHosts.lend(id) : undefined;
      if (!host || !route || self === undefined) return;
      this.#byCall.set(id, { host, route });
      const started = host.startCall({ callId: id, self, isInitiator: false, isRinging: true, ...route });
      await Promise.all([started, host.receiveJingle(id, offered.from, offer)]);
    } catch {
      // It begins when it is accepted.
      this.options.log.note('call-not-prepared');
    }
  }

  /** Ends what was made ready. @param unlessIn The document of the view where the agent accepts, which goes on with it */
  leave(callId: CallId, unlessIn?: MediaFunctions): void {
    const { host } = this.#byCall.get(callId) ?? {};
    if (!host || host === unlessIn) return;
    this.#byCall.delete(callId);
    this.mediaHosts.release(callId);
    host.endCall(callId, 'cancel').catch(this.options.log.noting('media-host-silent'));
  }

  /** To be called when the call is accepted or over, or its document has gone. */
  forget(callId: CallId): void {
    this.#byCall.delete(callId);
  }
}
