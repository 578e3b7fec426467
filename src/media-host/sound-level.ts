import type { SoundContext } from './sound-context.ts';

/** The level from which down everything counts as silence. It is that of the noise in a quiet room. */
const SILENCE_DB = -60;

/** How loud a track is, right now. */
export class SoundLevel {
  readonly #analyser: AnalyserNode;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #values: Float32Array<ArrayBuffer>;

  constructor(
    context: SoundContext,
    readonly track: MediaStreamTrack,
  ) {
    const graph = context.get();
    // The samples are 43 ms long at 48 kHz, which is enough for the loudness of a syllable.
    this.#analyser = new AnalyserNode(graph, { fftSize: 2048 });
    this.#source = new MediaStreamAudioSourceNode(graph, { mediaStream: new MediaStream([track]) });
    this.#source.connect(this.#analyser);
    this.#values = new Float32Array(this.#analyser.fftSize);
  }

  /** The loudness from 0 (-60 dB and below) to 1 (the loudest there is). It is a scale of decibels, on which even steps sound even. */
  now(): number {
    this.#analyser.getFloatTimeDomainData(this.#values);
    const power = this.#values.reduce((sum, value) => sum + value * value, 0) / this.#values.length;
    const decibels = 10 * Math.log10(power || Number.MIN_VALUE);
    return Math.min(1, Math.max(0, 1 - decibels / SILENCE_DB));
  }

  stop(): void {
    this.#source.disconnect();
  }
}
