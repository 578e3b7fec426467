import type { BlockOutcome } from './page.ts';
import type { Step } from './step.ts';

declare global {
  interface Window {
    /** The page's end of the fuzzer: see page.ts. */
    fuzzBlock(runs: readonly (readonly Step[])[]): Promise<BlockOutcome>;
    /** With `--js-flags=--expose-gc`. */
    gc?(): void;
  }
}
