import type { BlockOutcome } from '../block.ts';
import type { Step } from '../step.ts';

declare global {
  interface Window {
    /** The page's end of the fuzzer: see page.ts beside it. */
    fuzzBlock(runs: readonly (readonly Step[])[]): Promise<BlockOutcome>;
  }
}
