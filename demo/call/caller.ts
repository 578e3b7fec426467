import type { Agent } from 'stanza';
import type { Callee, CallState, ContactDetails } from './call-state.ts';
import { signInGuest } from './guest-client.ts';
import { openMicrophone } from './microphone.ts';
import { playRingback } from './ringback.ts';
import { VoiceCall } from './voice-call.ts';

/** The address of the service that the contact's call goes through. */
export interface CallService {
  readonly websocket: string;
  readonly guestHost: string;
}

/** The page's telephone. It has one call at a time; each call opens the microphone and signs in anew. */
export class Caller {
  state: CallState = { status: 'idle' };
  isMuted = false;
  callee: Callee | undefined;
  readonly #service: CallService;
  readonly #onChange: () => void;
  readonly #audio = new Audio();
  #call: VoiceCall | undefined;
  #client: Agent | undefined;
  #microphone: MediaStream | undefined;
  #endRingback: (() => void) | undefined;

  constructor(service: CallService, onChange: () => void) {
    this.#service = service;
    this.#onChange = onChange;
  }

  /** Starts a call; `state` tells how it goes on. */
  async call(callee: Callee, contact: ContactDetails): Promise<void> {
    this.callee = callee;
    this.isMuted = false;
    this.#change({ status: 'preparing', waitsFor: 'microphone' });
    const microphone = await openMicrophone();
    if (typeof microphone === 'string') return this.#change({ status: 'ended', reason: microphone });
    this.#microphone = microphone;
    this.#change({ status: 'preparing', waitsFor: 'service' });
    try {
      const { websocket, guestHost } = this.#service;
      this.#client = await signInGuest(websocket, guestHost);
    } catch {
      return this.#change({ status: 'ended', reason: 'no-service' });
    }
    this.#call = new VoiceCall({
      client: this.#client,
      microphone,
      callee,
      contact,
      page: `${location.origin}${location.pathname}`,
      onChange: (state) => this.#change(state),
      onTrack: (track) => {
        this.#audio.srcObject = new MediaStream([track]);
        void this.#audio.play();
      },
    });
    this.#call.start();
  }

  hangUp(): void {
    this.#call?.hangUp();
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.#call?.setMuted(isMuted);
    this.#onChange();
  }

  #change(state: CallState): void {
    this.state = state;
    const isRinging = state.status === 'calling' && state.isRinging;
    if (isRinging) this.#endRingback ??= playRingback();
    else this.#stopRingback();
    if (state.status === 'ended') this.#release();
    this.#onChange();
  }

  #stopRingback(): void {
    this.#endRingback?.();
    this.#endRingback = undefined;
  }

  /** Stops the microphone's tracks: as long as one runs, the browser shows that the microphone is in use. */
  #release(): void {
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#audio.srcObject = null;
    void this.#signOut();
    this.#call = undefined;
    this.#microphone = undefined;
  }

  /** Waits for the last stanza to be sent before it disconnects: StanzaJS drops what is still queued then. */
  async #signOut(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.send('presence', { type: 'unavailable' });
    await client?.disconnect();
  }
}
