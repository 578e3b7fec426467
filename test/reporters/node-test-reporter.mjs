import { writeFileSync } from 'node:fs';

// This file is plain JavaScript, because node:test loads its reporter before tsx is active.

function textOf(/** @type {unknown} */ error) {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/**
 * A reporter for node:test that prints only failures, and counts the tests (not suites) for test/run.ts.
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type === 'test:pass' && data.details.type !== 'suite' && data.skip === undefined && data.todo === undefined) passed += 1;
    // A suite that fails only because of a test in it needs no report of its own.
    if (type !== 'test:fail' || data.details.error.failureType === 'subtestsFailed') continue;
    failed += 1;
    yield `✖ ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${textOf(data.details.error)}\n\n`;
  }
  if (process.env.BACKCHANNEL_COUNTS) writeFileSync(process.env.BACKCHANNEL_COUNTS, JSON.stringify({ passed, failed }));
}
