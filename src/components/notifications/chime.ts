const NOTES = [
  { frequency: 659, at: 0 },
  { frequency: 880, at: 0.14 },
] as const;
const NOTE_S = 0.35;
const VOLUME = 0.12;

/** Plays two short notes for an invitation. Where the browser doesn't let the page play yet, the context's time stands still and nothing is heard. */
export async function playChime(): Promise<void> {
  let audio: AudioContext | undefined;
  try {
    audio = new AudioContext();
    for (const { frequency, at } of NOTES) {
      const start = audio.currentTime + at;
      const gain = new GainNode(audio, { gain: 0 });
      gain.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
      gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
      const tone = new OscillatorNode(audio, { frequency });
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + NOTE_S);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  } catch {
    // There may be no audio device, or the browser may block it. The notification is on screen all the same.
  } finally {
    // One that can't be closed is closed already.
    await audio?.close().catch(() => undefined);
  }
}
