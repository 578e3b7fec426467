import type { Reporter, Suite } from '@playwright/test/reporter';
import { writeCounts } from './counts.ts';

/** Counts Playwright's tests at the end of a run. A skipped test counts neither as passed nor as failed. */
export default class PlaywrightCounts implements Reporter {
  #suite: Suite | undefined;
  #errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  /** An error outside of any test: a file that can't be loaded, a set-up that fails. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd(): void {
    const outcomes = (this.#suite?.allTests() ?? []).map((test) => test.outcome());
    writeCounts({
      passed: outcomes.filter((outcome) => outcome === 'expected' || outcome === 'flaky').length,
      failed: outcomes.filter((outcome) => outcome === 'unexpected').length + this.#errors,
    });
  }
}
