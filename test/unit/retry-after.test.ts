import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retryAfterOf } from '../../src/background/contacts/source/retry-after.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR = 60 * 60 * 1000;

describe('Retry-After', () => {
  for (const [value, ms] of [
    ['0', 0],
    ['2', 2_000],
    [' 60 ', 60_000],
    // Longer times are cut to an hour: nobody waits for ever, and a timer can't hold them.
    ['3601', HOUR],
    ['1000000000000', HOUR],
    ['9'.repeat(400), HOUR],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue Nov 24 12:00:30 2026', 30_000],
    ['Fri, 01 Jan 9999 00:00:00 GMT', HOUR],
    // A time that has passed means now.
    ['Tue, 01 Jan 1850 00:00:00 GMT', 0],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ...[null, '', '-5', '1.5', '1e3', 'soon', '0x10', 'Tue, 99 Nov 2026 12:00:00 GMT', 'Tue, 24 Nov 2026 12:00:00', '60, 120'].map(
      (unread) => [unread, undefined] as const,
    ),
  ] as const)
    it(`of ${String(value).slice(0, 40)} is ${ms}`, () => assert.equal(retryAfterOf(value, NOW), ms));
});
