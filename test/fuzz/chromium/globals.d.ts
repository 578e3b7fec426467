import type { BlockOutcome } from '../block.ts';
import type { Step } from '../step.ts';

declare global {
  interface Window {
    /** The page's part of the fuzzer, set by page.ts. */
    fuzzBlock(runs: readonly (readonly Step[])[]): Promise<BlockOutcome>;
  }
}
