import { writeFileSync } from 'node:fs';

/** How many tests of a part have passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Writes the counts for test/run.ts to the file that an environment variable names. */
export function writeCounts(counts: Counts): void {
  const file = process.env.BACKCHANNEL_COUNTS;
  if (file) writeFileSync(file, JSON.stringify(counts));
}
