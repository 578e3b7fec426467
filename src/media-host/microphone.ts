import type { MicrophoneState } from '../model/call/voice-call.ts';

/** Has something done while the document is in front, and puts it back where it was: Firefox gives no hidden tab the microphone. */
export type InFront = <T>(ask: () => Promise<T>) => Promise<T>;

/** The state that a browser's refusal of a microphone means. */
function stateOf(error: unknown, before: MicrophoneState): MicrophoneState {
  const name = error instanceof DOMException ? error.name : '';
  // Browsers don't give `mediaDevices` to pages that came unencrypted.
  if (!navigator.mediaDevices) return 'unencrypted';
  if (isKeptFromFrame()) return 'not-in-frame';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return before === 'unplugged' ? 'unplugged' : 'missing';
}

/** Whether the page around this frame doesn't let it use the microphone, which nobody can allow here (Permissions Policy). Only Chromium tells. */
function isKeptFromFrame(): boolean {
  const { featurePolicy } = document as { readonly featurePolicy?: { allowsFeature(name: string): boolean } };
  return window !== window.top && featurePolicy?.allowsFeature('microphone') === false;
}

/** Whether the browser would ask the agent for the microphone. */
async function isAskedFor(): Promise<boolean> {
  const status = await navigator.permissions.query({ name: 'microphone' }).catch(() => undefined);
  return status?.state === 'prompt';
}

/** The agent's microphone, one for all calls: asked for while there is a call, and given back after the last. */
export class Microphone {
  #own: MediaStreamTrack | undefined;
  #current: MicrophoneState = 'starting';
  #deviceId = '';
  /** Counts the requests, so that an answer to an earlier one is recognised as late. */
  #asked = 0;
  #inUse: AbortController | undefined;

  /** @param onChange Called when its state or its track has changed */
  constructor(
    private readonly onChange: () => void,
    private readonly inFront?: InFront,
  ) {}

  get state(): MicrophoneState {
    return this.#current;
  }

  /** The track of what the microphone hears; undefined while it doesn't work. */
  get track(): MediaStreamTrack | undefined {
    return this.#own;
  }

  start(): void {
    if (this.#inUse) return;
    this.#inUse = new AbortController();
    const { signal } = this.#inUse;
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#followDevices(), { signal });
    void this.#ask();
  }

  stop(): void {
    this.#inUse?.abort();
    this.#inUse = undefined;
    this.#asked += 1;
    this.#own?.stop();
    this.#own = undefined;
    this.#current = 'starting';
  }

  /** Asks for the microphone again, if it doesn't work. */
  async retry(): Promise<void> {
    if (this.#inUse && !this.#own) await this.#ask();
  }

  /** @param deviceId as enumerateDevices gives it; empty, or of a device that is gone, is the system's choice */
  async setDevice(deviceId: string): Promise<void> {
    if (deviceId === this.#deviceId) return;
    this.#deviceId = deviceId;
    if (this.#inUse) await this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const number = this.#asked;
    try {
      if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
      // A hidden page's question would stay unseen, and the agent would be told nothing. As *refused*, the views ask where the agent is.
      if (document.hidden && !this.inFront && (await isAskedFor())) throw new DOMException('', 'NotAllowedError');
      const request = () =>
        navigator.mediaDevices.getUserMedia({
          audio: {
            echoCancellation: true,
            noiseSuppression: true,
            autoGainControl: true,
            ...(this.#deviceId && { deviceId: { ideal: this.#deviceId } }),
          },
        });
      // The call has ended meanwhile.
      if (number !== this.#asked) return;
      const stream = await (this.inFront ? this.inFront(request) : request());
      const [track] = stream.getAudioTracks();
      if (number === this.#asked && track) this.#take(track);
      else for (const late of stream.getTracks()) late.stop();
    } catch (error) {
      // If another microphone was asked for and can't be had, the one that works goes on.
      if (number === this.#asked && !this.#own) this.#tell(stateOf(error, this.#current));
    }
  }

  #take(track: MediaStreamTrack): void {
    const before = this.#own;
    this.#own = track;
    track.addEventListener('ended', () => this.#lose(track));
    this.#tell('working');
    before?.stop();
  }

  /** To be called when the microphone was unplugged, or the browser has taken it away. Looks for another one. */
  #lose(track: MediaStreamTrack): void {
    if (track !== this.#own) return;
    this.#own = undefined;
    this.#tell('unplugged');
    void this.#ask();
  }

  async #followDevices(): Promise<void> {
    if (this.#current === 'missing' || this.#current === 'unplugged') return this.#ask();
    // Takes the microphone that the agent has chosen, if it is there again.
    if (!this.#own || !this.#deviceId || this.#own.getSettings().deviceId === this.#deviceId) return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (this.#inUse && devices.some(({ kind, deviceId }) => kind === 'audioinput' && deviceId === this.#deviceId)) await this.#ask();
  }

  #tell(state: MicrophoneState): void {
    this.#current = state;
    this.onChange();
  }
}
