import fc from 'fast-check';
import type { BlockOutcome } from './block.ts';
import { runOf, type Step } from './step.ts';

export type Run = readonly Step[];

/** What is tested: it begins anew with each block of runs. @param isCounting It looks at how many objects are left too */
export type Subject = (runs: readonly Run[], isCounting?: boolean) => Promise<BlockOutcome>;

/** Where the tested hosts are. */
export interface Hosts {
  readonly subject: Subject;
  close(): Promise<void>;
}

/** So many runs go through one pair of hosts. */
export const BLOCK = 1_000;
/** Objects are counted in one of so many blocks: it takes a tenth of a block's time, and what is kept of each stanza is kept in any. */
const COUNT_EVERY = 5;
/** Shrinking takes no more tries than this, each with new hosts. */
const MOST_TRIES = Number(process.env.BACKCHANNEL_FUZZ_TRIES ?? 150);

export interface Failure {
  readonly fault: string;
  /** Which run it was, counted from 0. */
  readonly at: number;
  /** The smallest runs that were found to show it, one after the other, with new hosts. */
  readonly runs: readonly Run[];
}

const seedOf = (seed: number, block: number) => (seed + block * 7_919) | 0;

/** A block's runs: the same for the same seed, whatever was run before. */
export function runsOf(vectors: readonly string[], seed: number, block: number, count = BLOCK): readonly Run[] {
  return fc.sample(runOf(vectors), { seed: seedOf(seed, block), numRuns: count });
}

/** Runs a block, and shrinks what fails. */
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

/** The last run by itself, where that shows it: made smaller by fast-check, which knows how each value was made. Else what came before it too. */
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
    // The same value as the block's run: it is found by its place.
    await fc.check(
      fc.asyncProperty(runOf(vectors), async (run) => !(await fails([run]))),
      { seed, path: String(at), numRuns: 1 },
    );
  } else {
    // Only after others: those that can be left out are, by halves, quarters and so on.
    for (let size = Math.ceil(runs.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = 0; start < smallest.runs.length - 1 && tries <= MOST_TRIES;) {
        const without = [...smallest.runs.slice(0, start), ...smallest.runs.slice(start + size)];
        if (!(await fails(without))) start += size;
      }
    }
  }
  // Of what is left each step that nothing depends on.
  for (let run = smallest.runs.length - 1; run >= 0; run -= 1) {
    for (let step = (smallest.runs[run]?.length ?? 0) - 1; step >= 0 && tries <= MOST_TRIES; step -= 1)
      await fails(smallest.runs.map((steps, index) => (index === run ? steps.filter((_, place) => place !== step) : steps)));
  }
  return smallest;
}
