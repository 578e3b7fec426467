import { holdMusic } from './hold-music.ts';
import type { Microphone } from './microphone.ts';
import type { LoopedSound, SoundContext } from './sound-context.ts';

/**
 * Decides what one call's peer hears: music while they are on hold, whatever becomes of the microphone or of mute meanwhile; silence while
 * the agent is muted or has no microphone; otherwise the agent. This is decided anew at each change, and needs no negotiation with the
 * peer. There is a track from the beginning, so that a call connects without a microphone.
 */
export class OutgoingSound {
  #sender: RTCRtpSender | undefined;
  #music: LoopedSound | undefined;
  #turn = Promise.resolve();
  #isOver = false;
  isHeld = false;
  isMuted = false;

  constructor(
    private readonly context: SoundContext,
    private readonly microphone: Microphone,
  ) {}

  attach(pc: RTCPeerConnection): void {
    this.#sender = pc.addTrack(this.#track(), new MediaStream());
  }

  /** Whether the peer hears the agent's own voice. */
  get isAgentHeard(): boolean {
    return !this.isHeld && !this.isMuted && this.microphone.track !== undefined;
  }

  /** Sends what the peer should hear now. @returns when the peer hears it */
  update(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#replace());
    return this.#turn;
  }

  stop(): void {
    this.#isOver = true;
    this.#music?.stop();
    this.#music = undefined;
  }

  async #replace(): Promise<void> {
    const sender = this.#sender;
    if (this.#isOver || !sender) return;
    const track = this.#track();
    // If the track can't be replaced, nothing is sent, because the peer must not go on hearing the earlier one.
    if (sender.track !== track) await sender.replaceTrack(track).catch(() => sender.replaceTrack(null).catch(() => undefined));
    if (this.isHeld) return;
    this.#music?.stop();
    this.#music = undefined;
  }

  #track(): MediaStreamTrack {
    if (this.isHeld) return (this.#music ??= this.context.loop(holdMusic())).track;
    if (this.isMuted) return this.context.silence();
    return this.microphone.track ?? this.context.silence();
  }
}
