import type { Samples } from './sound-context.ts';
import { type Note, piece } from './synthesis.ts';

const BEAT_S = 0.6;
const BEATS_A_BAR = 4;

/** The chords, one for each bar, as MIDI notes: the bass, and the notes that are played over it one by one. */
const BARS = [
  { bass: 48, notes: [64, 67, 71, 67] },
  { bass: 45, notes: [64, 69, 72, 69] },
  { bass: 53, notes: [65, 69, 72, 76] },
  { bass: 43, notes: [74, 71, 67, 62] },
  { bass: 48, notes: [64, 67, 72, 76] },
  { bass: 52, notes: [74, 71, 67, 64] },
  { bass: 50, notes: [65, 69, 74, 72] },
  { bass: 43, notes: [71, 67, 65, 62] },
] as const;

function hertz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

let made: Samples | undefined;

/** What a peer on hold hears: a calm piece of our own, 19 seconds that repeat. */
export function holdMusic(): Samples {
  made ??= piece(
    BARS.length * BEATS_A_BAR * BEAT_S,
    BARS.flatMap(({ bass, notes }, bar): Note[] => {
      const startS = bar * BEATS_A_BAR * BEAT_S;
      return [
        { startS, lengthS: 3 * BEAT_S, hertz: hertz(bass), loudness: 0.08 },
        ...notes.map((note, beat) => ({ startS: startS + beat * BEAT_S, lengthS: BEAT_S, hertz: hertz(note), loudness: 0.1 })),
      ];
    }),
  );
  return made;
}
