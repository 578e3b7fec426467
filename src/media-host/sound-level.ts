import type { SoundContext } from './sound-context.ts';

/** What is quieter counts as silence: the noise of a quiet room. */
const SILENCE_DB = -60;

/** How loud a track is, right now. */
export class SoundLevel {
  private readonly analyser: AnalyserNode;
  private readonly source: MediaStreamAudioSourceNode;
  private readonly values: Float32Array<ArrayBuffer>;

  constructor(
    context: SoundContext,
    readonly track: MediaStreamTrack,
  ) {
    const graph = context.get();
    // 43 ms at 48 kHz: a syllable's loudness, not a wave's.
    this.analyser = new AnalyserNode(graph, { fftSize: 2048 });
    this.source = new MediaStreamAudioSourceNode(graph, { mediaStream: new MediaStream([track]) });
    this.source.connect(this.analyser);
    this.values = new Float32Array(this.analyser.fftSize);
  }

  /** 0 to 1, even steps of which sound like even steps: 0 is -60 dB and below, 1 the loudest there is. */
  now(): number {
    this.analyser.getFloatTimeDomainData(this.values);
    const power = this.values.reduce((sum, value) => sum + value * value, 0) / this.values.length;
    const decibels = 10 * Math.log10(power || Number.MIN_VALUE);
    return Math.min(1, Math.max(0, 1 - decibels / SILENCE_DB));
  }

  stop(): void {
    this.source.disconnect();
  }
}
