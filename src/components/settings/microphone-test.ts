const EVERY_MS = 100;

/** Listens to a microphone, and says how loud it is until it is stopped. */
export class MicrophoneTest {
  #stream: MediaStream | undefined;
  #audio: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isStopped = false;

  /**
   * @param microphoneId As the browser names it; empty is the system's choice.
   * @param onLevel Called ten times a second, with 0 to 1.
   * @throws DOMException as getUserMedia does
   */
  async start(microphoneId: string, onLevel: (level: number) => void): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphoneId ? { deviceId: { exact: microphoneId } } : true });
    this.#stream = stream;
    if (this.#isStopped) {
      this.stop();
      return;
    }
    const audio = new AudioContext();
    this.#audio = audio;
    const analyser = new AnalyserNode(audio, { fftSize: 2048 });
    audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(loudness(samples));
    }, EVERY_MS);
  }

  /** Lets go of the microphone. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#stream?.getTracks().forEach((track) => track.stop());
    // A context that can't be closed is closed already.
    void this.#audio?.close().catch(() => undefined);
    this.#audio = undefined;
  }
}

/** From −60 dB, which is silence, to 0 dB. */
function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power || 1e-12)) / 60));
}
