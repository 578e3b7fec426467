import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { SaidSearches } from '../../src/background/im/said-searches.ts';
import type { ImSession } from '../../src/model/session/im-session.ts';

const SESSION: ImSession = {
  id: 's',
  peer: 'bob@localhost',
  direction: 'incoming',
  isPlain: false,
  isInvitedFromHere: true,
  state: { status: 'ended', reason: 'ended-by-peer', at: 1 },
  createdAt: 0,
  isDisplayed: true,
  unread: 0,
  lastPosition: 0,
  isDone: true,
};

/** How often a search was reported as failed, once it is over, when storage fails like this. */
async function failuresOf(error: Error): Promise<number> {
  let failures = 0;
  const searches = new SaidSearches(
    () => Promise.reject(error),
    () => undefined,
    () => (failures += 1),
  );
  const { signal } = new AbortController();
  while (!searches.follow('invoice', [SESSION], signal).isComplete) await setImmediate();
  return failures;
}

test('a search of what was said is reported when storage fails under it', async () => {
  assert.equal(await failuresOf(new DOMException('The disk is gone', 'UnknownError')), 1);
  assert.equal(await failuresOf(new TypeError('our own mistake')), 1);
});

test('a search that the account was left under is over without a word', async () => {
  assert.equal(await failuresOf(new DOMException('The database is closing', 'InvalidStateError')), 0);
});
