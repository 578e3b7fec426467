import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnanswered } from '../../src/model/desk/unanswered.ts';
import type { ImSessionView } from '../../src/model/workspace.ts';

const ended = (reason: string) => ({ status: 'ended', reason, at: 2 }) as ImSessionView['state'];
const inviting: ImSessionView['state'] = { status: 'inviting', expiresAt: 9, ringing: false };
const session = (state: ImSessionView['state'], more: Partial<ImSessionView> = {}) => ({
  direction: 'outgoing' as const,
  state,
  isPeerOffline: false,
  ...more,
});

test('somebody else can be asked where nobody has taken what the agent asked, or nobody will soon', () => {
  for (const reason of ['rejected', 'no-answer', 'unreachable']) assert.ok(isUnanswered(session(ended(reason))), reason);
  for (const more of [{ isPeerOffline: true }, { isPeerInDoNotDisturb: true } as const]) {
    assert.ok(isUnanswered(session(inviting, more)));
    assert.ok(isUnanswered(session({ status: 'not-connected' }, more)));
  }
});

test('nobody else is asked what was answered, cancelled, asked by a colleague, or may be answered', () => {
  for (const reason of ['ended-here', 'ended-by-peer', 'cancelled', 'not-allowed'])
    assert.equal(isUnanswered(session(ended(reason))), false, reason);
  assert.equal(isUnanswered(session({ status: 'ended', reason: 'peer-left', at: 2, since: 1 })), false);
  assert.equal(isUnanswered(session(ended('rejected'), { direction: 'incoming' })), false);
  assert.equal(isUnanswered(session(ended('rejected'), { isStranger: true })), false);
  assert.equal(isUnanswered(session(inviting)), false);
  assert.equal(isUnanswered(session({ status: 'connected', since: 1 }, { isPeerOffline: true })), false);
});

test('of a group other ways are offered once nobody was ready, and while the agent waits in line; not while it is asked', () => {
  const group = { kind: 'group', id: 'Billing', name: 'Billing' } as const;
  const more = { group, isPeerOffline: true };
  assert.equal(isUnanswered(session({ status: 'not-connected' }, more)), false);
  assert.ok(isUnanswered(session({ status: 'not-connected' }, { ...more, hasNobodyReady: true })));
  assert.equal(isUnanswered(session(inviting, more)), false);
  assert.ok(isUnanswered(session({ ...inviting, inLine: {} }, more)));
});
