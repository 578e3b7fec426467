/** In decibels of full scale: below the first it is silent, above the second it is heard. */
const SILENT_DB = -75;
const HEARD_DB = -45;

let graph: AudioContext | undefined;

function context(): AudioContext {
  graph ??= new AudioContext();
  return graph;
}

/** A microphone that records one tone. */
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

  /** How loud it is around a frequency, or at any frequency when none is given, in decibels of full scale. */
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
