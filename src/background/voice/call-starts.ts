import type { JingleAnswer, JingleRequest, MediaCall, MediaFunctions } from '../../channel/media-host.ts';
import { hasMedia, type VoiceCall } from '../../model/call/voice-call.ts';
import type { CallId } from '../../model/ids.ts';
import type { FullJid } from '../../model/jid.ts';
import type { CallMediaOptions } from './call-media-options.ts';
import { EarlyOffers } from './early-offers.ts';
import { KeptOffers } from './kept-offers.ts';
import type { MediaHosts } from './media-hosts.ts';
import { NO_SESSION } from './no-session.ts';
import { PreparedCalls } from './prepared-calls.ts';
import { type CallRoute, Relays } from './relays.ts';

/** Begins the calls' sound. The offer is made and kept while a call rings, so that the sound is there as soon as it is answered. */
export class CallStarts {
  /** The offers of those who call. */
  readonly kept = new KeptOffers();
  readonly relays: Relays;
  readonly prepared: PreparedCalls;
  readonly #early = new EarlyOffers();

  /** @param notTold Notes that a document with sound doesn't answer. */
  constructor(
    private readonly options: CallMediaOptions,
    private readonly mediaHosts: Pick<MediaHosts, 'of' | 'give' | 'lend' | 'release'>,
    private readonly notTold: () => undefined,
  ) {
    this.relays = new Relays(options);
    this.prepared = new PreparedCalls(options, mediaHosts, this.relays, this.kept);
  }

  /** Offers a call to a device that rings. If that fails, it is offered when it is answered. */
  async offer(call: VoiceCall, device: FullJid): Promise<void> {
    const host = this.mediaHosts.of(call.id);
    if (!host) return;
    try {
      const route = await this.relays.routeOf(call);
      if (!route || this.options.calls.get(call.id)?.state.status !== 'inviting') return;
      this.#early.note(call.id, host, device);
      await this.#startIn(host, call.id, route, { peer: device, isRinging: true });
    } catch {
      this.options.log.note('call-not-offered-ahead');
    }
  }

  /** @param offerTo The device that accepted; without it, the offer is waited for */
  async start(call: VoiceCall, offerTo: FullJid | undefined): Promise<void> {
    const { calls, onEnded, log } = this.options;
    const host = this.mediaHosts.of(call.id) ?? (await this.mediaHosts.give(call.id, undefined));
    if (!host) return onEnded(call.id, 'failure');
    try {
      // A document that has made the offer ahead knows the route.
      const isOffered = this.#early.isMadeBy(host, call.id);
      const known = isOffered ? { iceServers: [], isRelayOnly: false } : this.prepared.routeIn(host, call.id);
      const route = known ?? (await this.relays.routeOf(call));
      // The call may go through a relay only, and there is none. It fails at once, because waiting wouldn't help.
      if (!route) return onEnded(call.id, 'failure');
      await this.#startIn(host, call.id, route, offerTo === undefined ? {} : { peer: offerTo });
      // The agent may have muted, held or ended the call meanwhile.
      const now = calls.get(call.id);
      if (now && hasMedia(now)) await host.changeCall(call.id, { isHeld: now.heldSince !== undefined, isMuted: now.isMuted });
      else await host.endCall(call.id, 'success');
    } catch {
      log.note('call-not-begun');
      onEnded(call.id, 'failure');
    }
  }

  /**
   * Takes what comes of a call that isn't answered yet.
   * @returns the answer; undefined if the request is for the document with the sound
   */
  async hear(call: VoiceCall, from: FullJid, action: string, request: JingleRequest): Promise<JingleAnswer | undefined> {
    const { id, state, party } = call;
    // What follows a kept offer is kept too, so that it doesn't overtake it.
    const isRinging = state.status === 'invited';
    if (isRinging ? party.kind === 'colleague' : this.kept.has(id)) {
      if (!this.kept.keep(id, from, request)) return NO_SESSION;
      if (isRinging && action !== 'transport-info') void this.prepared.prepare(call);
      return {};
    }
    if (state.status === 'inviting') await this.#early.hear(id, action, () => this.options.onAnswered(id, from));
    return undefined;
  }

  /** To be called when the call is over, or its document has gone; a call that rings here is offered still. @returns the devices that had its offer, which is worth nothing any more */
  forget(callId: CallId): Iterable<FullJid> {
    this.relays.forget();
    this.prepared.forget(callId);
    return this.#early.forget(callId);
  }

  /** Begins a call's sound in a document, and gives it the offer that was kept. */
  async #startIn(host: MediaFunctions, callId: CallId, route: CallRoute, toPeer: Pick<MediaCall, 'peer' | 'isRinging'>): Promise<void> {
    const { stream, settings } = this.options;
    const { microphoneId, speakerId } = settings();
    const self = stream()?.self;
    if (self === undefined) throw new TypeError('There is no stream');
    // Nothing is awaited before the last of these: ports keep the order, so that the call begins with these devices, and then gets the offer. A call that
    // is ready gets the rest of the offer first, so that it begins with all ways to the caller.
    const chosen = host.setDevices(microphoneId, speakerId);
    const offered = this.kept.take(callId);
    const [offer, ...candidates] = offered?.requests ?? [];
    const isReady = this.prepared.routeIn(host, callId) !== undefined;
    this.prepared.forget(callId);
    // They were answered when they came. If the document can't take the offer, it ends the call.
    const give = (request: JingleRequest) => offered && void host.receiveJingle(callId, offered.from, request).catch(this.notTold);
    if (isReady) candidates.forEach(give);
    const started = host.startCall({ callId, self, isInitiator: toPeer.peer !== undefined, ...toPeer, ...route });
    if (offer) give(offer);
    if (!isReady) candidates.forEach(give);
    if (!toPeer.isRinging) this.#early.noteBegun(callId);
    await Promise.all([chosen, started]);
  }
}
