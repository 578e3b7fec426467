import type { Step } from './step.ts';
import { World } from './world.ts';

/** The outcome of a block of runs at a pair of session hosts. */
export interface BlockOutcome {
  /** The first fault, and the run in which it occurred. */
  readonly fault?: string;
  readonly run?: number;
  readonly stored?: Readonly<Record<string, number>>;
  readonly held?: number;
  readonly grownBytes?: number;
  readonly grownObjects?: number;
}

/** The longer checks come after every so many runs. */
const INSPECT_EVERY = 100;
/** After this many runs, everything that is made only once has been made. */
const WARM_AFTER = 300;
/** After that, a block sends 2,400 stanzas or more, and leaves 3,000 to 5,300 objects. A leak of one object per stanza exceeds this. */
const MOST_GROWN_OBJECTS = 7_500;

/** Sends all of these runs to two session hosts. @param countObjects counts the objects in memory, where the engine can */
export async function goThrough(runs: readonly (readonly Step[])[], countObjects?: () => Promise<number>): Promise<BlockOutcome> {
  const world = new World();
  const faultAtFirst = await world.begin();
  if (faultAtFirst !== undefined) return { fault: faultAtFirst, run: 0 };
  let objects: number | undefined;
  for (const [run, steps] of runs.entries()) {
    const fault =
      (await world.run(steps)) ?? ((run + 1) % INSPECT_EVERY === 0 || run === runs.length - 1 ? await world.inspect() : undefined);
    if (fault !== undefined) return { fault, run };
    if (run + 1 === WARM_AFTER) objects = await countObjects?.();
  }
  const run = runs.length - 1;
  const grownObjects = objects === undefined || !countObjects ? 0 : (await countObjects()) - objects;
  if (grownObjects > MOST_GROWN_OBJECTS)
    return { fault: `${grownObjects} objects more are there than before, in ${runs.length - WARM_AFTER} runs`, run };
  const { fault, ...figures } = await world.conclude();
  const lastFault = fault ?? (await world.close());
  return { ...figures, grownObjects, ...(lastFault === undefined ? {} : { fault: lastFault, run }) };
}
