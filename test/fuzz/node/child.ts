// This import comes first: it defines a browser's globals before the product looks for them.
import './browser-globals.ts';
import { queryObjects } from 'node:v8';
import { inOwnTime } from './own-time.ts';
import { goThrough } from '../block.ts';
import type { Run } from '../fuzzer.ts';

/** The work that a process is started for. */
export interface Work {
  readonly runs: readonly Run[];
  readonly isCounting: boolean;
}

/** Longer than anything waits for an answer, so that nothing is held for an answer any more. */
const ALL_GIVEN_UP_MS = 120_000;

async function countObjects(): Promise<number> {
  await new Promise<void>((resolve) => setTimeout(resolve, ALL_GIVEN_UP_MS));
  return queryObjects(Object, { format: 'count' });
}

process.on(
  'message',
  ({ runs, isCounting }: Work) =>
    void inOwnTime(() => goThrough(runs, isCounting ? countObjects : undefined)).then((outcome) => process.send?.(outcome)),
);
process.on('disconnect', () => process.exit());
