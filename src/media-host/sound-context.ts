import { atNextGesture } from './next-gesture.ts';
import { CALL_TIMES } from './times.ts';

/** A sound that repeats until it is stopped. */
export interface LoopedSound {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  stop(): void;
}

/** Sound as it is computed: mono, -1 to 1. */
export interface Samples {
  readonly values: Float32Array<ArrayBuffer>;
  /** Per second. */
  readonly rate: number;
}

/** Makes sound: silence, hold music and tones, and measures it. One audio graph serves all calls of a document. */
export class SoundContext {
  #context: AudioContext | undefined;
  #silent: MediaStreamTrack | undefined;
  #cancelGesture = () => {};

  /** The audio graph. In a page where nobody has pressed anything yet it runs with the first press. */
  get(): AudioContext {
    this.#context ??= this.#begin();
    const context = this.#context;
    if (context.state === 'suspended') {
      // A browser that refuses now wants a press first, with which it is tried again.
      void context.resume().catch(() => undefined);
      this.#cancelGesture();
      this.#cancelGesture = atNextGesture(() => void context.resume().catch(() => undefined));
    }
    return context;
  }

  /** Makes a graph that comes back. The browser suspends a graph for good whose device fails, so that a peer on hold would hear no music any more. */
  #begin(): AudioContext {
    const context = new AudioContext();
    // If the device is still away, resuming fails, and the graph is resumed when the sound is next asked for.
    context.addEventListener('error', () =>
      setTimeout(() => context === this.#context && void context.resume().catch(() => undefined), CALL_TIMES.soundAgainMs),
    );
    return context;
  }

  /** A track of silence. */
  silence(): MediaStreamTrack {
    this.#silent ??= this.get().createMediaStreamDestination().stream.getAudioTracks()[0];
    return this.#silent as MediaStreamTrack;
  }

  /**
   * Plays samples into a stream, again and again. A loop is used and not a timer, because timers of hidden pages are slow.
   * @param fadeInS how long it takes to its full loudness, from a quarter of it
   */
  loop({ values, rate }: Samples, fadeInS = 0): LoopedSound {
    const context = this.get();
    const buffer = new AudioBuffer({ length: values.length, sampleRate: rate });
    // The buffer is filled before a node gets it, because Firefox plays what was in it at that moment.
    buffer.copyToChannel(values, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: fadeInS > 0 ? 0.25 : 1 });
    if (fadeInS > 0) gain.gain.linearRampToValueAtTime(1, context.currentTime + fadeInS);
    const { stream } = source
      .connect(gain)
      .connect(new MediaStreamAudioDestinationNode(context, { channelCount: 1 })) as MediaStreamAudioDestinationNode;
    source.start();
    const [track] = stream.getAudioTracks() as [MediaStreamTrack];
    return {
      stream,
      track,
      stop: () => {
        source.stop();
        gain.disconnect();
        track.stop();
      },
    };
  }

  /** Ends the graph and every sound of it. The next sound begins a new graph. */
  close(): void {
    this.#cancelGesture();
    void this.#context?.close();
    this.#context = undefined;
    this.#silent = undefined;
  }
}
