import * as v from 'valibot';
import type { JingleAnswer, JingleRequest, MediaEvents, Tone } from '../../channel/media-host.ts';
import { bareJidOf, type FullJid } from '../../model/jid.ts';
import { type CallLevel, type CallMedia, hasMedia, type VoiceCall } from '../../model/call/voice-call.ts';
import type { CallMediaOptions } from './call-media-options.ts';
import { CallStarts } from './call-starts.ts';
import { MediaReturns } from './media-returns.ts';
import { NO_SESSION } from './no-session.ts';
import { TonePlayer } from './tone-player.ts';
import { MediaHosts, type MediaListener } from './media-hosts.ts';
import type { CallId } from '../../model/ids.ts';

const SILENCE: CallLevel = { own: 0, peer: 0 };
const NOT_NOW: JingleAnswer = { error: { condition: 'remote-server-timeout' } };

const requestShape = v.looseObject({ sid: v.string(), action: v.string() });

/** The calls' sound: gives each call to a media host, and carries Jingle between that and the stream. */
export class CallMediaLink implements MediaListener {
  readonly mediaHosts: MediaHosts;
  readonly starts: CallStarts;
  readonly #levels = new Map<CallId, CallLevel>();
  readonly #returns: MediaReturns;
  readonly #tones: TonePlayer;
  /** Notes that a document with sound doesn't answer. When it is back it is told what is true then; if it stays away, its calls are over. */
  readonly #notTold: () => undefined;

  constructor(private readonly options: CallMediaOptions) {
    this.#notTold = options.log.noting('media-host-silent');
    this.mediaHosts = new MediaHosts(options.mediaPages, this, options.log);
    this.#tones = new TonePlayer({ ...options, mediaHosts: this.mediaHosts, notTold: this.#notTold });
    this.starts = new CallStarts(options, this.mediaHosts, this.#notTold);
    this.#returns = new MediaReturns(this.mediaHosts, (callId) => options.onLost(callId));
    this.mediaHosts.start();
    // A host that was stopped in the middle of a call waits for the documents with the sound. If they don't come, the call is over.
    for (const call of options.calls.active()) if (hasMedia(call) && !this.mediaHosts.has(call.id)) this.#expectBack(call.id);
  }

  stop(): void {
    this.mediaHosts.stop();
    this.#returns.stop();
    this.playTone(undefined);
  }

  /**
   * Gets ready to call somebody, or to accept, so that the relay's servers and the document with the sound are there when the answer comes.
   * @param view Where the agent works.
   * @returns whether there is a document
   */
  async prepare(callId: CallId, view: object | undefined): Promise<boolean> {
    const { prepared } = this.starts;
    // A view that has no document goes on with the one that is ready.
    prepared.leave(callId, (view && this.mediaHosts.in(view)) ?? this.mediaHosts.of(callId));
    if (!prepared.has(callId)) this.askForServers();
    return (await this.mediaHosts.give(callId, view)) !== undefined;
  }

  /** Asks the server for its relays, because somebody calls and the agent may accept. No document is opened yet. */
  askForServers(): void {
    this.starts.relays.ask();
  }

  /** Ends the sound of a call that is over. The peer is told by session-terminate, even if the media host is gone. */
  async end(call: VoiceCall, isPeerTold: boolean): Promise<void> {
    const host = this.mediaHosts.of(call.id);
    this.#returns.forget(call.id);
    this.#levels.delete(call.id);
    this.starts.kept.take(call.id);
    this.starts.forget(call.id);
    if (host) await host.endCall(call.id, 'success').catch(this.#notTold);
    else if (!isPeerTold && call.device !== undefined) await this.#tellEnd(call.device, call.id, 'media-error');
    this.mediaHosts.release(call.id);
  }

  /** @returns false when the document with the sound doesn't answer. A document that is away is told when it is back. */
  async mute(call: VoiceCall, isMuted: boolean): Promise<boolean> {
    const told = this.mediaHosts.of(call.id)?.changeCall(call.id, { isMuted });
    return (
      (await told?.then(
        () => true,
        () => {
          this.#notTold();
          return false;
        },
      )) ?? true
    );
  }

  async retryMicrophone(): Promise<undefined> {
    await Promise.all(this.mediaHosts.all().map((host) => host.retryMicrophone().catch(this.#notTold)));
  }

  /** Tells the documents which devices the settings name now. */
  async followDevices(): Promise<void> {
    const { microphoneId, speakerId } = this.options.settings();
    await Promise.all(this.#tones.soundHosts.map((host) => host.setDevices(microphoneId, speakerId).catch(this.#notTold)));
  }

  /** Plays a tone in one document until another is wanted, or none. */
  playTone(tone: Tone | undefined): void {
    this.#tones.play(tone);
  }

  /** How loud the call is now. When somebody first asks, the document begins to measure it. */
  levelOf(callId: CallId): CallLevel {
    const host = this.mediaHosts.of(callId);
    if (host && !this.#levels.has(callId)) {
      this.#levels.set(callId, SILENCE);
      void host.watchLevel(callId, true).catch(this.#notTold);
    }
    return this.#levels.get(callId) ?? SILENCE;
  }

  /** Takes a Jingle request (XEP-0166), but only from the call's own peer, and only from the one device that the call is with. */
  async receive(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    const parsed = v.safeParse(requestShape, request);
    const known = parsed.success ? this.options.calls.get(parsed.output.sid) : undefined;
    if (!parsed.success || !known || bareJidOf(from) !== known.peer) return NO_SESSION;
    const { action, sid } = parsed.output;
    const early = await this.starts.hear(known, from, action, request);
    if (early) return early;
    const call = this.options.calls.get(sid);
    if (!call || !hasMedia(call) || (call.device !== undefined && call.device !== from)) return NO_SESSION;
    if (call.device === undefined) this.options.calls.change(call.id, { device: from });
    const host = this.mediaHosts.of(call.id) ?? (await this.#returns.whenBack(call.id));
    if (host) {
      return host
        .receiveJingle(call.id, from, request)
        .catch(this.#notTold)
        .then((answer) => answer ?? NOT_NOW);
    }
    if (action === 'session-terminate') this.options.onEnded(call.id, 'peer');
    return {};
  }

  async sendJingle(...[callId, to, request]: Parameters<MediaEvents['sendJingle']>): Promise<JingleAnswer> {
    const { calls, stream } = this.options;
    const call = calls.get(callId);
    if (!call || bareJidOf(to) !== call.peer) return NO_SESSION;
    return (await stream()?.sendJingle(to, request)) ?? NOT_NOW;
  }

  callChanged(callId: CallId, media: CallMedia): void {
    if (!this.options.calls.get(callId)) return;
    this.options.calls.setMedia(callId, media);
    if (media.connection === 'connected') this.options.onConnected(callId);
  }

  heldByPeer(callId: CallId, isHeldByPeer: boolean): void {
    this.options.calls.change(callId, { isHeldByPeer });
  }

  callEnded(callId: CallId, by: 'peer' | 'failure'): void {
    this.options.onEnded(callId, by);
  }

  hostCame(callIds: readonly CallId[]): void {
    for (const callId of callIds) {
      this.#returns.forget(callId);
      // The level is forgotten, so that views which follow it ask anew, by which the document begins to measure it.
      this.#levels.delete(callId);
      this.options.changes.announce(`call-level ${callId}`);
      const call = this.options.calls.get(callId);
      const host = this.mediaHosts.of(callId);
      // The document is told what is stored, because a host that was stopped may not have got as far as that: an agent who is shown as
      // muted or on hold must not be heard.
      if (call && hasMedia(call))
        void host?.changeCall(callId, { isHeld: call.heldSince !== undefined, isMuted: call.isMuted }).catch(this.#notTold);
      // The call has ended in this host meanwhile, so that the document needn't hold it any longer. One that rings is offered ahead by it.
      else if (call?.state.status !== 'inviting') {
        void host?.endCall(callId, 'success').catch(this.#notTold);
        // One that rings here is made ready anew.
        this.starts.prepared.forget(callId);
        if (call?.state.status === 'invited') this.mediaHosts.release(callId);
      }
    }
    for (const call of this.options.calls.active())
      if (call.state.status === 'invited' && !this.starts.prepared.has(call.id)) void this.starts.prepared.prepare(call);
    this.#returns.hostCame();
    this.#tones.hostCame();
  }

  hostGone(callIds: readonly CallId[]): void {
    for (const callId of callIds) {
      this.#expectBack(callId);
      // The offer that was made ahead has gone with its document. Another is made when the call is answered.
      for (const device of this.starts.forget(callId)) void this.#tellEnd(device, callId, 'gone');
    }
    this.#tones.hostGone();
  }

  level(callId: CallId, level: CallLevel): void {
    const { changes } = this.options;
    if (changes.isFollowed(`call-level ${callId}`)) {
      this.#levels.set(callId, level);
      changes.announce(`call-level ${callId}`);
    } else {
      this.#levels.delete(callId);
      void this.mediaHosts.of(callId)?.watchLevel(callId, false).catch(this.#notTold);
    }
  }

  async #tellEnd(device: FullJid, sid: CallId, condition: string): Promise<void> {
    await this.options
      .stream()
      ?.sendJingle(device, { action: 'session-terminate', sid, reason: { condition } })
      .catch(this.options.log.noting('call-end-not-sent'));
  }

  #expectBack(callId: CallId): void {
    const call = this.options.calls.get(callId);
    if (call && hasMedia(call)) this.#returns.expect(callId);
  }
}
