import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRANT_MS, isGrantDue } from '../../src/background/contacts/sharing/grant-time.ts';

test('a colleague’s grant is made again when half of its time is over, and where the clock was set back by hours since it was made', () => {
  const madeAt = 10 * GRANT_MS;
  const dueAt = (now: number) => isGrantDue(madeAt + GRANT_MS, now);
  assert.equal(dueAt(madeAt), false);
  assert.equal(dueAt(madeAt + GRANT_MS / 2 - 1), false);
  assert.equal(dueAt(madeAt + GRANT_MS / 2 + 1), true);
  assert.equal(dueAt(madeAt - 30_000), false, 'a correction of half a minute is none');
  assert.equal(dueAt(madeAt - 2 * GRANT_MS), true);
});
