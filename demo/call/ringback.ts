/** The ringing tone of most of Europe (ITU-T E.180): one second of 425 Hz, four seconds of silence. */
const FREQUENCY_HZ = 425;
const TONE_S = 1;
const PERIOD_S = 5;
const VOLUME = 0.12;
const EDGE_S = 0.02;
/** The tone is scheduled in advance for this many rings, which is longer than any call rings. */
const RINGS = 60;

/** Plays the tone that a caller hears while the agent's side rings. Returns the function that stops it. */
export function playRingback(): () => void {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: FREQUENCY_HZ });
  const gain = new GainNode(context, { gain: 0 });
  oscillator.connect(gain).connect(context.destination);
  for (let ring = 0; ring < RINGS; ring += 1) {
    const start = context.currentTime + ring * PERIOD_S;
    gain.gain.setTargetAtTime(VOLUME, start, EDGE_S);
    gain.gain.setTargetAtTime(0, start + TONE_S, EDGE_S);
  }
  oscillator.start();
  return () => void context.close();
}
