import type { Step } from './step.ts';
import { World } from './world.ts';

/** What a pair of session hosts makes of a block of runs. */
export interface BlockOutcome {
  /** What was wrong first, and at which run. */
  readonly fault?: string;
  readonly run?: number;
  readonly stored?: Readonly<Record<string, number>>;
  readonly held?: number;
  readonly grownBytes?: number;
}

/** The longer look comes after so many runs. */
const INSPECT_EVERY = 100;

/** Two session hosts go through all of these runs. */
export async function goThrough(runs: readonly (readonly Step[])[]): Promise<BlockOutcome> {
  const world = await World.open();
  for (const [run, steps] of runs.entries()) {
    const fault = (await world.run(steps)) ?? ((run + 1) % INSPECT_EVERY === 0 || run === runs.length - 1 ? await world.inspect() : undefined);
    if (fault !== undefined) return { fault, run };
  }
  const { fault, ...figures } = await world.measure();
  await world.close();
  return { ...figures, ...(fault === undefined ? {} : { fault, run: runs.length - 1 }) };
}
