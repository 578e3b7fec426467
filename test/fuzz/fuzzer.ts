import fc from 'fast-check';
import type { BlockOutcome } from './block.ts';
import { runOf, type Step } from './step.ts';

export type Run = readonly Step[];

/** What is tested. It is made anew for each block of runs. @param isCounting whether it counts the objects that are left too */
export type Subject = (runs: readonly Run[], isCounting?: boolean) => Promise<BlockOutcome>;

/** The place where the tested hosts run. */
export interface Hosts {
  readonly subject: Subject;
  close(): Promise<void>;
}

/** How many runs go through one pair of hosts. */
export const BLOCK = 1_000;
/** Objects are counted in every fifth block only: it takes a tenth of a block's time, and a leak shows in any block. */
const COUNT_EVERY = 5;
/** Shrinking stops after this many tries, each of which needs new hosts. */
const MOST_TRIES = Number(process.env.BACKCHANNEL_FUZZ_TRIES ?? 150);

export interface Failure {
  readonly fault: string;
  /** The number of the run that failed, counted from 0. */
  readonly at: number;
  /** The smallest runs that were found to fail, in order, with new hosts. */
  readonly runs: readonly Run[];
}

const seedOf = (seed: number, block: number) => (seed + block * 7_919) | 0;

/** A block's runs. They depend on the seed alone, and not on what was run before. */
export function runsOf(vectors: readonly string[], seed: number, block: number, count = BLOCK): readonly Run[] {
  return fc.sample(runOf(vectors), { seed: seedOf(seed, block), numRuns: count });
}

/** Runs a block, and shrinks the runs of a failure. */
export async function fuzzBlockOf(
  anySubject: Subject,
  vectors: readonly string[],
  seed: number,
  block: number,
  count = BLOCK,
  onFault: (fault: string, at: number) => void = () => undefined,
): Promise<BlockOutcome & { readonly failure?: Failure }> {
  const subject: Subject = (some) => anySubject(some, block % COUNT_EVERY === 0);
  const runs = runsOf(vectors, seed, block, count);
  const outcome = await subject(runs);
  if (outcome.fault === undefined) return outcome;
  const at = outcome.run ?? 0;
  onFault(outcome.fault, block * BLOCK + at);
  return {
    ...outcome,
    failure: { at: block * BLOCK + at, ...(await shrink(subject, vectors, seedOf(seed, block), at, runs.slice(0, at + 1), outcome.fault)) },
  };
}

/** If the last run fails by itself, fast-check shrinks it, by its knowledge of how each value was made. Otherwise runs before it are left out. */
async function shrink(
  subject: Subject,
  vectors: readonly string[],
  seed: number,
  at: number,
  runs: readonly Run[],
  fault: string,
): Promise<Omit<Failure, 'at'>> {
  let tries = 0;
  let smallest: Omit<Failure, 'at'> = { fault, runs };
  const fails = async (candidate: readonly Run[]): Promise<boolean> => {
    tries += 1;
    const outcome = tries > MOST_TRIES ? {} : await subject(candidate);
    if (outcome.fault !== undefined) smallest = { fault: outcome.fault, runs: candidate };
    return outcome.fault !== undefined;
  };
  if (await fails(runs.slice(-1))) {
    // Makes the same run again: it is found by its place in the block.
    await fc.check(
      fc.asyncProperty(runOf(vectors), async (run) => !(await fails([run]))),
      { seed, path: String(at), numRuns: 1 },
    );
  } else {
    // The last run fails only after others. Those that aren't needed are left out, first by halves, then by quarters and so on.
    for (let size = Math.ceil(runs.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = 0; start < smallest.runs.length - 1 && tries <= MOST_TRIES;) {
        const without = [...smallest.runs.slice(0, start), ...smallest.runs.slice(start + size)];
        if (!(await fails(without))) start += size;
      }
    }
  }
  // Leaves out each step of the remaining runs that the failure doesn't need.
  for (let run = smallest.runs.length - 1; run >= 0; run -= 1) {
    for (let step = (smallest.runs[run]?.length ?? 0) - 1; step >= 0 && tries <= MOST_TRIES; step -= 1)
      await fails(smallest.runs.map((steps, index) => (index === run ? steps.filter((_, place) => place !== step) : steps)));
  }
  return smallest;
}
