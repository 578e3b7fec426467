import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImSession } from '../../src/model/session/im-session.ts';
import type { SessionMark } from '../../src/model/session/session-mark.ts';
import { doesSupersede, markOf, takeMark } from '../../src/model/session/session-mark-steps.ts';

const ENDED: ImSession = {
  id: 's',
  peer: 'bob@localhost',
  direction: 'incoming',
  isPlain: false,
  isInvitedFromHere: false,
  state: { status: 'ended', reason: 'ended-by-peer', at: 5 },
  createdAt: 1,
  isDisplayed: true,
  unread: 0,
  lastReceivedId: 'm2',
  lastPosition: 4,
  isDone: false,
};
const INVITED: ImSession = {
  ...ENDED,
  state: { status: 'invited', notification: 'shown', notificationExpiresAt: 100 },
  isDisplayed: false,
  unread: 1,
};
const mark = (state: SessionMark['state'], more: Partial<SessionMark> = {}): SessionMark => ({
  sessionId: 's',
  state,
  readId: 'm2',
  at: 10,
  ...more,
});

test('what was done in one browser is done in the others', () => {
  const done = takeMark(ENDED, mark('done'), 20)?.session;
  assert.deepEqual([done?.isDone, done?.unread], [true, 0]);
  const seen = takeMark({ ...ENDED, isDisplayed: false, unread: 2 }, mark('seen'), 20)?.session;
  assert.deepEqual([seen?.isDone, seen?.isDisplayed, seen?.unread], [false, true, 0]);
  const dismissed = takeMark(INVITED, mark('dismissed'), 20)?.session;
  assert.equal(dismissed?.state.status === 'invited' && dismissed.state.notification, 'dismissed');
  assert.equal(dismissed?.isDisplayed, false, 'it stays pending');
});

test('a mark sends nothing, and taken twice it changes nothing', () => {
  for (const [session, state] of [
    [ENDED, 'done'],
    [INVITED, 'dismissed'],
    [INVITED, 'seen'],
  ] as const) {
    const step = takeMark(session, mark(state), 20);
    assert.deepEqual(step?.effects, []);
    assert.equal(takeMark(step?.session ?? session, mark(state), 20), undefined);
  }
});

test('a message that came after the mark makes it void, and so does a session that goes on', () => {
  assert.equal(takeMark({ ...ENDED, lastReceivedId: 'm3', unread: 1 }, mark('done'), 20), undefined);
  assert.equal(takeMark({ ...ENDED, state: { status: 'connected', since: 2 } }, mark('done'), 20), undefined);
});

test('a session’s mark says how far the agent is with it', () => {
  assert.equal(markOf(INVITED, 10), undefined);
  assert.deepEqual(
    markOf({ ...INVITED, state: { status: 'invited', notification: 'dismissed', notificationExpiresAt: 1 } }, 10),
    mark('dismissed'),
  );
  assert.deepEqual(markOf(ENDED, 10), mark('seen'));
  assert.deepEqual(markOf({ ...ENDED, isDone: true }, 10), mark('done'));
});

test('of two marks about the same message the further one counts, and else the later one', () => {
  assert.equal(doesSupersede(mark('seen'), undefined), true);
  assert.equal(doesSupersede(mark('done', { at: 1 }), mark('seen')), true);
  assert.equal(doesSupersede(mark('seen', { at: 99 }), mark('done')), false);
  assert.equal(doesSupersede(mark('seen'), mark('seen')), false);
  assert.equal(doesSupersede(mark('seen', { readId: 'm3', at: 11 }), mark('done')), true);
  assert.equal(doesSupersede(mark('done', { readId: 'm1', at: 9 }), mark('seen')), false);
});
