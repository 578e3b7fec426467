import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DropCounts } from '../../src/background/stream/drop-counts.ts';

test('counts by reason, the most frequent first, and no more reasons than there are', () => {
  const drops = new DropCounts();
  for (let number = 0; number < 1_000; number += 1) drops.count(`reason-${number}`);
  drops.count('reason-1');
  assert.equal(drops.list()[0]?.reason, 'other');
  assert.deepEqual(drops.list()[1], { reason: 'reason-1', count: 2 });
  assert.equal(drops.list().length, 201);
  assert.equal(drops.total, 1_001);
});

test('what throws costs itself', () => {
  const drops = new DropCounts();
  const given = drops.containEach('failed', [1, 2, 3], (number) => {
    if (number === 2) throw new RangeError('Two');
    return number * 10;
  });
  assert.deepEqual(given, [10, 30]);
  assert.deepEqual(drops.list(), [{ reason: 'failed', count: 1 }]);
});
