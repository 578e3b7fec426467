import type { Samples } from './sound-context.ts';

/** One note of a piece. */
export interface Note {
  readonly startS: number;
  /** How long the note sounds before it fades out. */
  readonly lengthS: number;
  readonly hertz: number;
  /** 0 to 1. Notes that sound at the same time add up. */
  readonly loudness: number;
}

/** Samples per second, which are enough for notes up to 4 kHz. Browsers play any rate. */
const RATE = 16_000;
const FADE_IN_S = 0.02;
const FADE_OUT_S = 0.3;

/** Computes a piece that can be repeated without a gap, because a note that sounds past the end goes on at the beginning. */
export function piece(lengthS: number, notes: readonly Note[]): Samples {
  const values = new Float32Array(Math.round(lengthS * RATE));
  for (const { startS, lengthS: noteS, hertz, loudness } of notes) {
    const first = Math.round(startS * RATE);
    const count = Math.round((noteS + FADE_OUT_S) * RATE);
    for (let n = 0; n < count; n += 1) {
      const at = n / RATE;
      const envelope = Math.min(1, at / FADE_IN_S, (noteS + FADE_OUT_S - at) / FADE_OUT_S);
      const phase = 2 * Math.PI * hertz * at;
      // A little of the octave makes it warmer than a bare sine.
      const index = (first + n) % values.length;
      values[index] = (values[index] ?? 0) + loudness * envelope * (0.8 * Math.sin(phase) + 0.2 * Math.sin(2 * phase));
    }
  }
  return { values, rate: RATE };
}
