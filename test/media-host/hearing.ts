/** Quieter than this is silence, louder than the other is heard: decibels of full scale. */
const SILENT_DB = -75;
const HEARD_DB = -45;

let graph: AudioContext | undefined;

function context(): AudioContext {
  graph ??= new AudioContext();
  return graph;
}

/** A microphone that hears one tone. */
export function toneMicrophone(hertz: number): MediaStream {
  const oscillator = new OscillatorNode(context(), { frequency: hertz });
  const destination = new MediaStreamAudioDestinationNode(context(), { channelCount: 1 });
  oscillator.connect(new GainNode(context(), { gain: 0.3 })).connect(destination);
  oscillator.start();
  return destination.stream;
}

/** Listens to a track. */
export class Ear {
  readonly #analyser = new AnalyserNode(context(), { fftSize: 16_384, smoothingTimeConstant: 0 });
  readonly #spectrum = new Float32Array(this.#analyser.frequencyBinCount);

  constructor(track: MediaStreamTrack) {
    new MediaStreamAudioSourceNode(context(), { mediaStream: new MediaStream([track]) }).connect(this.#analyser);
  }

  /** How loud it is around a frequency, in decibels of full scale; without one, anywhere. */
  loudness(hertz?: number): number {
    this.#analyser.getFloatFrequencyData(this.#spectrum);
    const width = context().sampleRate / this.#analyser.fftSize;
    const near =
      hertz === undefined ? this.#spectrum : this.#spectrum.subarray(Math.round(hertz / width) - 3, Math.round(hertz / width) + 4);
    return Math.max(...near);
  }

  hears(hertz?: number): boolean {
    return this.loudness(hertz) > HEARD_DB;
  }

  isQuiet(hertz?: number): boolean {
    return this.loudness(hertz) < SILENT_DB;
  }
}
