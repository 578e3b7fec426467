import type { Reporter, TestCase, TestError } from '@playwright/test/reporter';
import { type Failure, firstLinesOf, resultFile, shortPath, writeResult } from './part-result.mjs';

/** What is read of a test that has ended. */
type EndedTest = Pick<TestCase, 'outcome' | 'titlePath' | 'location'> & { readonly results: readonly { readonly error?: TestError }[] };

const textOf = (error: TestError | undefined) => firstLinesOf(error?.message ?? error?.value ?? '');

function failureOf(test: EndedTest): Failure {
  // The path begins with the run, the project and the file.
  const title = test.titlePath().slice(3).join(' › ');
  return { file: shortPath(test.location.file), title, message: textOf(test.results.at(-1)?.error) };
}

/** Gives test/run.ts the result of Playwright's tests. A skipped test counts neither as passed nor as failed. */
export default class PlaywrightReporter implements Reporter {
  readonly #file: string | undefined;
  #allTests: () => readonly EndedTest[] = () => [];
  readonly #errors: Failure[] = [];

  constructor({ file = resultFile() }: { readonly file?: string } = {}) {
    this.#file = file;
  }

  onBegin(_config: unknown, suite: { allTests(): readonly EndedTest[] }): void {
    this.#allTests = () => suite.allTests();
  }

  /** An error outside of any test: a file that can't be loaded, a set-up that fails. */
  onError(error: TestError): void {
    this.#errors.push({ file: shortPath(error.location?.file), title: 'outside of any test', message: textOf(error) });
  }

  onEnd(): void {
    const tests = this.#allTests();
    const withOutcome = (...outcomes: readonly string[]) => tests.filter((test) => outcomes.includes(test.outcome()));
    writeResult(
      { passed: withOutcome('expected', 'flaky').length, failures: [...withOutcome('unexpected').map(failureOf), ...this.#errors] },
      this.#file,
    );
  }
}
