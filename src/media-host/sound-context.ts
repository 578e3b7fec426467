import { atNextGesture } from './next-gesture.ts';
import { CALL_TIMES } from './times.ts';

/** What repeats until it is stopped. */
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

/** The sound that is made here: silence, hold music, tones, and what measures sound. One audio graph serves all calls of a document. */
export class SoundContext {
  private context: AudioContext | undefined;
  private silent: MediaStreamTrack | undefined;
  private cancelGesture = () => {};

  /** The running graph; in a page where nobody has pressed anything yet it runs with the first press. */
  get(): AudioContext {
    this.context ??= this.begin();
    const { context } = this;
    if (context.state === 'suspended') {
      void context.resume().catch(() => undefined);
      this.cancelGesture();
      this.cancelGesture = atNextGesture(() => void context.resume().catch(() => undefined));
    }
    return context;
  }

  /** One whose device fails is suspended by the browser for good: who is on hold would hear no music any more. */
  private begin(): AudioContext {
    const context = new AudioContext();
    context.addEventListener('error', () => setTimeout(() => context === this.context && void context.resume().catch(() => undefined), CALL_TIMES.soundAgainMs));
    return context;
  }

  /** A track that nothing is heard of. */
  silence(): MediaStreamTrack {
    this.silent ??= this.get().createMediaStreamDestination().stream.getAudioTracks()[0];
    return this.silent as MediaStreamTrack;
  }

  /** Plays samples into a stream, again and again. @param fadeInS how long it takes to its full loudness, from a quarter of it */
  loop({ values, rate }: Samples, fadeInS = 0): LoopedSound {
    const context = this.get();
    const buffer = new AudioBuffer({ length: values.length, sampleRate: rate });
    // Before a node has it: Firefox plays what was in it then.
    buffer.copyToChannel(values, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: fadeInS > 0 ? 0.25 : 1 });
    if (fadeInS > 0) gain.gain.linearRampToValueAtTime(1, context.currentTime + fadeInS);
    const { stream } = source.connect(gain).connect(new MediaStreamAudioDestinationNode(context, { channelCount: 1 })) as MediaStreamAudioDestinationNode;
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

  /** Ends the graph and every sound of it; what is asked of it later begins a new one. */
  close(): void {
    this.cancelGesture();
    void this.context?.close();
    this.context = undefined;
    this.silent = undefined;
  }
}
