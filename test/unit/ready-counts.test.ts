import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadyCounts } from '../../server/hub/ready-counts.ts';

const BILLING = { kind: 'group', id: 'Billing' } as const;
const REFUNDS = { kind: 'skill', id: 'refunds' } as const;

test('how many of a group are ready follows each member, who counts once', () => {
  const counts = new ReadyCounts({ groups: { Billing: ['ben@x', 'cleo@x', 'ben@x'] }, skills: { refunds: ['ben@x'] } });
  assert.deepEqual(counts.of(BILLING, 'dora@x'), { ready: 0, total: 2 });
  assert.deepEqual(counts.note('ben@x', true), [BILLING, REFUNDS]);
  assert.deepEqual(counts.note('ben@x', true), [], 'nothing new');
  assert.deepEqual(counts.note('eve@x', true), [], 'in no group');
  assert.deepEqual(
    [counts.of(BILLING, 'dora@x'), counts.of(REFUNDS, 'dora@x')],
    [
      { ready: 1, total: 2 },
      { ready: 1, total: 1 },
    ],
  );
  counts.note('cleo@x', true);
  counts.note('ben@x', false);
  assert.deepEqual(counts.of(BILLING, 'dora@x'), { ready: 1, total: 2 });
  counts.clear();
  assert.deepEqual(counts.of(BILLING, 'dora@x'), { ready: 0, total: 2 });
  assert.equal(counts.of({ kind: 'group', id: 'refunds' }, 'dora@x'), undefined);
});

test('who asks isn’t among those whom they can ask', () => {
  const counts = new ReadyCounts({ groups: { Billing: ['ben@x', 'cleo@x'] }, skills: { refunds: ['ben@x'] } });
  counts.note('ben@x', true);
  assert.deepEqual(counts.of(BILLING, 'ben@x'), { ready: 0, total: 1 });
  assert.deepEqual(counts.of(BILLING, 'cleo@x'), { ready: 1, total: 1 });
  assert.deepEqual(counts.of(REFUNDS, 'ben@x'), { ready: 0, total: 0 });
});
