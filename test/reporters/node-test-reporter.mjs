import { firstLinesOf, resultFile, shortPath, writeResult } from './part-result.mjs';

function textOf(/** @type {unknown} */ error) {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/**
 * A reporter for node:test that prints only failures, and writes the result to a file. It counts tests, not suites.
 * @param {AsyncIterable<import('./node-test-reporter.d.mts').TestEvent>} events @param {string | undefined} file
 */
export async function* reportTo(events, file) {
  let passed = 0;
  /** @type {import('./part-result.d.mts').Failure[]} */
  const failures = [];
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type === 'test:pass' && data.details.type !== 'suite' && data.skip === undefined && data.todo === undefined) passed += 1;
    // A suite that fails only because of a test in it needs no report of its own.
    if (type !== 'test:fail' || data.details.error.failureType === 'subtestsFailed') continue;
    const text = textOf(data.details.error);
    failures.push({ file: shortPath(data.file), title: data.name, message: firstLinesOf(text) });
    yield `✖ ${data.name} (${shortPath(data.file) ?? ''})\n${text}\n\n`;
  }
  writeResult({ passed, failures }, file);
}

/** The reporter that test/run.ts names. node:test gives it its own options after the events. @param {AsyncIterable<import('./node-test-reporter.d.mts').TestEvent>} events */
export default async function* report(events) {
  yield* reportTo(events, resultFile());
}
