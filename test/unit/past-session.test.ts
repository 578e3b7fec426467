import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndReason, ImSession } from '../../src/model/session/im-session.ts';
import { HISTORY_FILTERS, isInFilter, isPast } from '../../src/model/session/past-session.ts';

const session = (direction: ImSession['direction'], state: ImSession['state']): ImSession => ({
  id: 's',
  peer: 'bob@localhost',
  direction,
  isPlain: false,
  isInvitedFromHere: true,
  state,
  createdAt: 0,
  isDisplayed: true,
  unread: 0,
  lastPosition: 0,
  isDone: false,
});
const ended = (direction: ImSession['direction'], reason: EndReason) => {
  const past = session(direction, { status: 'ended', reason, at: 1 });
  assert.ok(isPast(past));
  return past;
};
const filtersOf = (...past: Parameters<typeof ended>) => HISTORY_FILTERS.filter((filter) => isInFilter(ended(...past), filter));

test('a session is past when it has ended, whether it is marked done or not', () => {
  assert.equal(isPast(session('outgoing', { status: 'connected', since: 0 })), false);
  assert.equal(isPast(session('incoming', { status: 'ended', reason: 'missed', at: 1 })), true);
});

test('the filters distinguish who asked, and what this agent missed', () => {
  assert.deepEqual(filtersOf('incoming', 'missed'), ['all', 'incoming', 'missed']);
  assert.deepEqual(filtersOf('incoming', 'rejected'), ['all', 'incoming']);
  assert.deepEqual(filtersOf('outgoing', 'no-answer'), ['all', 'outgoing']);
});
