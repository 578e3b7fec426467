import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runGroupRounds } from '../faults/group-rounds.ts';

test('of two and five members who accept within 5 ms, one is connected each time, the others are told who, and nobody is left between', async () => {
  const { faults, losers } = await runGroupRounds(20);
  assert.deepEqual(faults, []);
  assert.ok(losers > 0, 'several have accepted at once');
});
