import { atNextGesture } from './next-gesture.ts';
import { CALL_TIMES } from './times.ts';

/** Plays one stream: through the chosen device while that is there, otherwise through the system's choice. */
export class Speaker {
  // Played by an element, because in Chromium a peer's track is silent to Web Audio unless an element plays it.
  readonly #audio = new Audio();
  readonly #ended = new AbortController();
  #cancelGesture = () => {};

  constructor(
    private readonly stream: MediaStream,
    private deviceId: string,
  ) {
    this.#audio.srcObject = stream;
    // Chromium doesn't play on after a device has failed, even if there is another one, so that it is played anew.
    this.#audio.addEventListener('error', () => setTimeout(() => this.#playAnew(), CALL_TIMES.soundAgainMs), {
      signal: this.#ended.signal,
    });
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#followDevices(), { signal: this.#ended.signal });
    void this.#choose();
    this.#play();
  }

  /** Makes it silent, for a peer who is on hold. */
  setSilent(isSilent: boolean): void {
    this.#audio.muted = isSilent;
  }

  /** @param deviceId as enumerateDevices gives it; empty is the system's choice */
  setDevice(deviceId: string): void {
    this.deviceId = deviceId;
    void this.#choose();
  }

  stop(): void {
    this.#ended.abort();
    this.#cancelGesture();
    this.#audio.pause();
    this.#audio.srcObject = null;
  }

  #playAnew(): void {
    if (this.#ended.signal.aborted) return;
    this.#audio.srcObject = this.stream;
    this.#play();
  }

  #play(): void {
    this.#audio.play().catch((error: unknown) => {
      if (this.#ended.signal.aborted || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#cancelGesture = atNextGesture(() => this.#play());
    });
  }

  async #choose(): Promise<void> {
    // Not every browser lets pages choose. Whether the device is there isn't asked before: Firefox answers that only while the tab is in front.
    if (!('setSinkId' in this.#audio) || this.deviceId === this.#audio.sinkId) return;
    // A device that can't be used gives way to the system's choice. If that fails too, the sound stays where it is.
    await this.#audio
      .setSinkId(this.deviceId)
      .catch(() => this.#audio.setSinkId(''))
      .catch(() => undefined);
  }

  /** In some browsers a device that was unplugged stays chosen, and is silent. The system's choice is taken then. */
  async #followDevices(): Promise<void> {
    if (!('setSinkId' in this.#audio) || this.deviceId === '') return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (this.#ended.signal.aborted) return;
    const isThere = devices.some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === this.deviceId);
    // If this fails, the sound stays where it is, and the next change of devices tries again.
    if (isThere) await this.#choose();
    else await this.#audio.setSinkId('').catch(() => undefined);
  }
}
