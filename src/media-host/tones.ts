import type { Tone } from '../channel/media-host.ts';
import { type LoopedSound, type Samples, type SoundContext } from './sound-context.ts';
import { Speaker } from './speaker.ts';
import { piece } from './synthesis.ts';

/** How long the ring takes from its quiet beginning to its full loudness. */
const RING_FADE_IN_S = 12;

const PIECES: Readonly<Record<Tone, () => Samples>> = {
  ring: () =>
    piece(3, [
      { startS: 0, lengthS: 0.25, hertz: 587.33, loudness: 0.3 },
      { startS: 0.3, lengthS: 0.25, hertz: 739.99, loudness: 0.3 },
      { startS: 0.6, lengthS: 0.4, hertz: 880, loudness: 0.3 },
    ]),
  // The ringback of most of the world's telephone networks: 425 Hz, one second of five (ITU-T E.180).
  ringback: () => piece(5, [{ startS: 0, lengthS: 1, hertz: 425, loudness: 0.15 }]),
};

/** Plays the ring of an incoming call, or the ringback. */
export class Tones {
  #playing: { readonly tone: Tone; readonly sound: LoopedSound; readonly speaker: Speaker } | undefined;

  constructor(private readonly context: SoundContext) {}

  get isPlaying(): boolean {
    return this.#playing !== undefined;
  }

  play(tone: Tone | undefined, deviceId: string): void {
    if (tone === this.#playing?.tone) return;
    this.#playing?.speaker.stop();
    this.#playing?.sound.stop();
    this.#playing = undefined;
    if (!tone) return;
    const sound = this.context.loop(PIECES[tone](), tone === 'ring' ? RING_FADE_IN_S : 0);
    this.#playing = { tone, sound, speaker: new Speaker(sound.stream, deviceId) };
  }

  setDevice(deviceId: string): void {
    this.#playing?.speaker.setDevice(deviceId);
  }
}
