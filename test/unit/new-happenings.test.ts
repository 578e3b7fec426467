import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changes } from '../../src/background/events/changes.ts';
import { Happenings } from '../../src/background/events/happenings.ts';
import { NewHappenings, type ToldSessionHappening } from '../../src/model/desk/happening.ts';

const BEHIND_LOCK = { life: '', happenings: [] };

function happening(sessionId: string): ToldSessionHappening {
  const peer = { peer: 'bob@localhost', peerLogon: 'bob', peerName: 'Bob' };
  return { of: 'session', name: 'session-accepted', was: 'inviting', at: 1, sessionId, direction: 'outgoing', ...peer };
}

function setUp() {
  const host = new Happenings(new Changes());
  const tell = (...ids: string[]) => ids.forEach((id) => host.tell(happening(id)));
  const follower = new NewHappenings();
  const hear = (recent = host.recent()) => follower.in(recent).map((one) => (one.of === 'session' ? one.sessionId : ''));
  return { host, tell, hear };
}

test('a follower is told what comes after it has begun to follow, once', () => {
  const { tell, hear } = setUp();
  tell('before');
  assert.deepEqual(hear(), []);
  tell('a', 'b');
  assert.deepEqual(hear(), ['a', 'b']);
  assert.deepEqual(hear(), []);
  tell('c');
  assert.deepEqual(hear(), ['c']);
});

test('one that comes back is told what has happened meanwhile', () => {
  const { host, tell, hear } = setUp();
  hear();
  tell('a');
  hear();
  const seen = host.recent();
  tell('b', 'c');
  assert.deepEqual(hear(seen), []);
  assert.deepEqual(hear(), ['b', 'c']);
});

test('one that was there before the lock is told after it what has happened behind it; one that came behind it is not', () => {
  const { tell, hear, host } = setUp();
  hear();
  tell('a');
  assert.deepEqual(hear(BEHIND_LOCK), []);
  assert.deepEqual(hear(), ['a']);
  const late = new NewHappenings();
  assert.deepEqual(late.in(BEHIND_LOCK), []);
  assert.deepEqual(late.in(host.recent()), []);
});

test('of another life of the host everything is told, because it has happened since', () => {
  const before = setUp();
  before.tell('old');
  before.hear();
  const after = setUp();
  after.tell('new');
  assert.deepEqual(before.hear(after.host.recent()), ['new']);
  assert.deepEqual(before.hear(after.host.recent()), []);
});

test('the host keeps the newest hundred', () => {
  const { host, tell, hear } = setUp();
  hear();
  tell(...Array.from({ length: 130 }, (_, at) => String(at)));
  assert.equal(host.recent().happenings.length, 100);
  assert.deepEqual([hear().at(0), hear().length], ['30', 0]);
});
