import type { JingleAnswer, JingleRequest, MediaCall, MediaCallChange, MediaEndReason, MediaEvents } from '../channel/media-host.ts';
import type { FullJid } from '../model/jid.ts';
import type { CallMedia as CallMediaState, CallQuality } from '../model/call/voice-call.ts';
import { type SoundCount, countSound, isWorthTelling, qualityBetween } from './call-quality.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { CallLevels } from './call-levels.ts';
import { JingleCall } from './jingle-call.ts';
import type { Microphone } from './microphone.ts';
import { OutgoingSound } from './outgoing-sound.ts';
import type { SoundContext } from './sound-context.ts';
import { isRingingHere } from './ringing-here.ts';
import { Speaker } from './speaker.ts';
import type { CallTimes } from './times.ts';

/** How many counts the quality is taken over: the last six seconds. */
const COUNTS = 4;

/** What all calls of a media host share. */
export interface CallParts {
  readonly events: MediaEvents;
  readonly microphone: Microphone;
  readonly sound: SoundContext;
  readonly times: CallTimes;
  readonly speakerId: string;
  /** Called when the call has ended by the peer or by a failure, and not by the session host. */
  over(by: 'peer' | 'failure'): void;
}

/** The sound of one call. */
export class CallMedia {
  readonly #jingle: JingleCall;
  readonly #watch: ConnectionWatch;
  readonly #outgoing: OutgoingSound;
  readonly #levels: CallLevels;
  readonly #counting: ReturnType<typeof setInterval>;
  #counts: readonly SoundCount[] = [];
  #quality: CallQuality | undefined;
  #toldQuality: CallQuality | undefined;
  #told = '';
  #speaker: Speaker | undefined;
  #speakerId: string;
  #peerTrack: MediaStreamTrack | undefined;
  #isHeldByPeer = false;
  #isActive = false;
  #tellingAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly call: MediaCall,
    private readonly parts: CallParts,
  ) {
    const { events, microphone, sound, times } = parts;
    this.#speakerId = parts.speakerId;
    this.#outgoing = new OutgoingSound(sound, microphone);
    // The agent isn't on the line yet, also if the microphone is open for another call.
    this.#outgoing.isMuted = isRingingHere(call);
    this.#levels = new CallLevels(
      sound,
      () => ({
        own: this.#outgoing.isAgentHeard ? microphone.track : undefined,
        peer: this.#outgoing.isHeld ? undefined : this.#peerTrack,
      }),
      (level) => events.level(call.callId, level),
    );
    this.#jingle = new JingleCall(call, times, {
      send: (to, request) => events.sendJingle(call.callId, to, request),
      created: (pc) => this.#begin(pc),
      active: () => this.#tellInfo(),
      heldByPeer: (isHeld) => {
        this.#isHeldByPeer = isHeld;
        events.heldByPeer(call.callId, isHeld);
      },
      untold: () => {
        clearTimeout(this.#tellingAgain);
        this.#tellingAgain = setTimeout(() => this.#tellAllInfo(), times.tellAgainMs);
      },
      ended: (by) => {
        this.#stop();
        parts.over(by);
      },
    });
    this.#watch = new ConnectionWatch(times, {
      changed: () => this.#tell(),
      restart: () => this.#jingle.lookForAnotherWay(),
      giveUp: () => {
        this.end('failed-transport');
        parts.over('failure');
      },
    });
    this.#counting = setInterval(() => void this.#count(), times.countEveryMs);
    if (!call.isRinging) this.#watch.start();
    void this.#jingle.start();
    this.#tell();
  }

  /** Whether the call rings here: its connection is ready, and nothing else has begun. */
  get isRingingHere(): boolean {
    return this.#jingle.isRingingHere;
  }

  /** Another device of the peer rings, one of them has accepted, or the agent has. */
  goOn({ peer, isRinging }: MediaCall): void {
    if (this.isRingingHere && !isRinging) return this.#accept();
    if (peer === undefined) return;
    if (isRinging) return this.#jingle.ringsAt(peer);
    this.#watch.start();
    void this.#jingle.acceptedBy(peer);
  }

  receive(from: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    return this.#jingle.receive(from, request);
  }

  /** @returns when the peer and the agent hear what they should */
  async change({ isHeld = this.#outgoing.isHeld, isMuted = this.#outgoing.isMuted }: MediaCallChange): Promise<void> {
    const outgoing = this.#outgoing;
    const isHoldChanged = isHeld !== outgoing.isHeld;
    const isMuteChanged = isMuted !== outgoing.isMuted;
    outgoing.isHeld = isHeld;
    outgoing.isMuted = isMuted;
    this.#silencePeer();
    await outgoing.update();
    if (!this.#isActive) return;
    if (isHoldChanged) this.#jingle.tell(isHeld ? 'hold' : 'active');
    if (isMuteChanged) this.#jingle.tell(isMuted ? 'mute' : 'unmute');
  }

  end(reason: MediaEndReason): void {
    this.#jingle.end(reason);
    this.#stop();
  }

  microphoneChanged(): void {
    void this.#outgoing.update();
    this.#tell();
  }

  setSpeaker(deviceId: string): void {
    this.#speakerId = deviceId;
    this.#speaker?.setDevice(deviceId);
  }

  watchLevel(isWatched: boolean): void {
    this.#levels.watch(isWatched);
  }

  /** Tells a session host that may have missed it everything again. */
  tellAgain(): void {
    if (this.isRingingHere) return;
    this.#told = '';
    this.#tell();
    this.parts.events.heldByPeer(this.call.callId, this.#isHeldByPeer);
  }

  #accept(): void {
    this.#jingle.accept();
    this.#outgoing.isMuted = false;
    void this.#outgoing.update();
    this.#watch.start();
    this.#tell();
  }

  #begin(pc: RTCPeerConnection): void {
    this.#outgoing.attach(pc);
    this.#watch.watch(pc);
    pc.addEventListener('track', ({ track }) => this.#play(track));
  }

  #play(track: MediaStreamTrack): void {
    this.#speaker?.stop();
    this.#peerTrack = track;
    // The track gets a stream of our own, because the peer's stream may be emptied and replaced.
    this.#speaker = new Speaker(new MediaStream([track]), this.#speakerId);
    this.#silencePeer();
  }

  /** Disables the track of a peer who is on hold, so that the agent doesn't hear them and the level doesn't show them. */
  #silencePeer(): void {
    const { isHeld } = this.#outgoing;
    if (this.#peerTrack) this.#peerTrack.enabled = !isHeld;
    this.#speaker?.setSilent(isHeld);
  }

  /** Tells the peer what was changed before there was a session to tell it in. */
  #tellInfo(): void {
    this.#isActive = true;
    if (this.#outgoing.isHeld) this.#jingle.tell('hold');
    if (this.#outgoing.isMuted) this.#jingle.tell('mute');
  }

  /** Tells the peer everything again, because they may have missed any of it. */
  #tellAllInfo(): void {
    this.#jingle.tell(this.#outgoing.isHeld ? 'hold' : 'active');
    this.#jingle.tell(this.#outgoing.isMuted ? 'mute' : 'unmute');
  }

  async #count(): Promise<void> {
    const { pc } = this.#jingle;
    if (!pc || this.#watch.state !== 'connected') {
      this.#counts = [];
      return;
    }
    // The browser can't count while the connection is being closed. The next second counts again.
    const count = await countSound(pc).catch(() => undefined);
    if (!count) return;
    const earlier = this.#counts[0];
    this.#counts = [...this.#counts, count].slice(-COUNTS);
    if (!earlier) return;
    this.#quality = qualityBetween(earlier, count, this.#quality);
    if (isWorthTelling(this.#toldQuality, this.#quality)) {
      this.#toldQuality = this.#quality;
      this.#tell();
    }
  }

  #tell(): void {
    if (this.isRingingHere) return;
    const state: CallMediaState = {
      connection: this.#watch.state,
      microphone: this.parts.microphone.state,
      ...(this.#toldQuality && { quality: this.#toldQuality }),
    };
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.parts.events.callChanged(this.call.callId, state);
  }

  #stop(): void {
    clearInterval(this.#counting);
    clearTimeout(this.#tellingAgain);
    this.#levels.watch(false);
    this.#watch.stop();
    this.#outgoing.stop();
    this.#speaker?.stop();
  }
}
