import { firstLinesOf, resultFile, shortPath, writeResult } from './part-result.mjs';

/** @typedef {import('@web/test-runner').TestSuiteResult} Suite */
/** @typedef {import('@web/test-runner').TestResult & { readonly title: string }} TitledTest */

/** The tests of a suite and of those in it. @param {Suite | undefined} suite @param {readonly string[]} path @returns {TitledTest[]} */
function testsOf(suite, path = []) {
  if (!suite) return [];
  const tests = suite.tests.map((test) => ({ ...test, title: [...path, test.name].join(' › ') }));
  return [...tests, ...suite.suites.flatMap((inner) => testsOf(inner, [...path, inner.name]))];
}

/** The runner keeps an error's message apart from where it was thrown. @param {import('@web/test-runner').TestResultError | undefined} error */
const textOf = (error) => (error ? `${error.name ? `${error.name}: ` : ''}${error.message}\n${error.stack ?? ''}` : '');

/** Where several files run in a page, the outermost suites have the files' paths for their titles (test/pages/several-files.ts). */
const FILE = /^(test\/\S+\.test\.ts) › /;

/** @param {Pick<import('@web/test-runner').TestSession, 'testFile' | 'passed' | 'errors' | 'testResults'>} session */
function resultOf({ testFile, passed, errors, testResults }) {
  const file = shortPath(testFile);
  const tests = testsOf(testResults).filter((test) => !test.skipped);
  const failures = tests
    .filter((test) => !test.passed)
    .map(({ title, error }) => ({
      file: FILE.exec(title)?.[1] ?? file,
      title: title.replace(FILE, ''),
      message: firstLinesOf(textOf(error)),
    }));
  // A file that can't be loaded, or doesn't come to its end, has no test that fails.
  if (!passed && failures.length === 0)
    failures.push({ file, title: 'the file as a whole', message: firstLinesOf(errors.map(textOf).join('\n')) });
  return { passed: tests.filter((test) => test.passed).length, failures };
}

/**
 * Gives test/run.ts the result of the tests that run in a page.
 * @param {string} [file] where it goes
 */
export function webTestReporter(file = resultFile()) {
  return {
    /** @param {{ readonly sessions: readonly Parameters<typeof resultOf>[0][] }} run */
    stop({ sessions }) {
      const results = sessions.map(resultOf);
      writeResult(
        { passed: results.reduce((sum, { passed }) => sum + passed, 0), failures: results.flatMap(({ failures }) => failures) },
        file,
      );
    },
  };
}
