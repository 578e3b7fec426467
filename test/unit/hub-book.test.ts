import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AgentBook } from '../../server/hub/agent-book.ts';
import { membersOf, readyOf } from '../../server/hub/ready-members.ts';
import { MOST_WATCHED, Viewers } from '../../server/hub/viewers.ts';
import { visibilityOf } from '../../server/hub/visibility.ts';

const BEN = 'ben@localhost';

test('an agent’s status follows their devices, and what the ACD says as long as one is there that may be disturbed', () => {
  const changed: string[] = [];
  const book = new AgentBook((agent) => changed.push(`${agent} ${book.statusOf(agent).availability}`));
  book.noteSilence(BEN);
  book.setState(BEN, { availability: 'on-call' });
  book.setDevice(`${BEN}/a`, { availability: 'ready' }, 1);
  book.setDevice(`${BEN}/b`, { availability: 'do-not-disturb' }, 2);
  book.setDevice(`${BEN}/b`, { availability: 'not-ready' }, 3);
  book.noteAnswer(`${BEN}/b`, true);
  book.noteAnswer(`${BEN}/b`, false);
  book.setState(BEN, undefined);
  book.removeDevice(`${BEN}/b`, 4);
  book.removeDevice(BEN);
  book.setUnshared(BEN);
  assert.deepEqual(
    changed.map((line) => line.split(' ')[1]),
    ['logged-off', 'on-call', 'do-not-disturb', 'on-call', 'reconnecting', 'on-call', 'not-ready', 'logged-off', 'unknown'],
  );
});

test('the members of a group who are ready are named longest ready first, twenty at most, and only those whom the viewer may see', () => {
  let now = 10_000;
  const book = new AgentBook(
    () => undefined,
    () => (now += 1_000),
  );
  const names = Array.from({ length: 25 }, (_, index) => `m${index}@localhost`);
  // The last ones have chosen it first, as after a restart of the hub; what the ACD says counts from when it is said.
  names.forEach((name, index) => book.setDevice(`${name}/a`, { availability: 'ready' }, 9_000 - index));
  book.setState('m24@localhost', { availability: 'ready' });
  book.setDevice('m23@localhost/a', { availability: 'not-ready' }, 9_500);
  book.setState('m22@localhost', { availability: 'on-call' });
  const parts = {
    config: { groups: { Billing: names }, skills: { refunds: ['m0@localhost', 'm1@localhost'] } },
    book,
    maySee: (_viewer: string, agent: string) => agent !== 'm21@localhost',
  };
  const viewer = 'm20@localhost';
  const named = readyOf(membersOf({ kind: 'group', id: 'Billing' }, viewer, parts) ?? [], parts);
  assert.deepEqual(named, [...names.slice(0, 20).reverse()]);
  assert.deepEqual(membersOf({ kind: 'skill', id: 'refunds' }, viewer, parts), ['m0@localhost', 'm1@localhost']);
  for (const id of ['refunds', 'toString']) assert.equal(membersOf({ kind: 'group', id }, viewer, parts), undefined);
  book.forgetDevices();
  assert.deepEqual(readyOf(names, parts), []);
});

test('what the ACD says outlives the hub’s stream to the server', () => {
  const book = new AgentBook(() => undefined);
  book.setDevice(`${BEN}/a`, { availability: 'ready' }, undefined);
  book.setState(BEN, { availability: 'on-call' });
  book.forgetDevices();
  assert.equal(book.statusOf(BEN).availability, 'unknown');
  book.setDevice(`${BEN}/a`, { availability: 'ready' }, undefined);
  assert.equal(book.statusOf(BEN).availability, 'on-call');
});

test('a viewer watches so many agents at most, is told of those alone, and is forgotten when nothing comes of them', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const told: string[] = [];
  const viewers = new Viewers({
    maySee: (_viewer, agent) => agent !== 'eva@localhost',
    now: () => now,
    tell: (viewer, agents) => told.push(`${viewer}: ${agents.join(' ')}`),
  });
  const anna = 'anna@localhost/desk';
  assert.deepEqual(viewers.watch(anna, [BEN, 'eva@localhost', 'cleo@localhost'], [], true), [BEN, 'cleo@localhost']);
  assert.equal(viewers.countOf(anna), 2);
  assert.ok(
    !viewers.hasRoom(
      anna,
      Array.from({ length: MOST_WATCHED }, (_, n) => `a${n}@localhost`),
      false,
    ),
  );
  for (const agent of [BEN, 'cleo@localhost', 'eva@localhost', BEN, 'dan@localhost']) viewers.noteChange(agent);
  viewers.watch(anna, [], ['cleo@localhost'], false);
  context.mock.timers.tick(250);
  assert.deepEqual(told, [`${anna}: ${BEN}`]);
  now = 99_000;
  viewers.removeGone();
  assert.equal(viewers.size, 1);
  now = 101_000;
  viewers.removeGone();
  assert.deepEqual([viewers.size, viewers.watches, [...viewers.watched]], [0, 0, []]);
});

test('an agent sees everybody, the members of their own groups, or those who are listed for them', () => {
  const groups = { Billing: ['anna@x', BEN], Claims: ['cleo@x'] };
  assert.ok(visibilityOf({ kind: 'all' }, groups)('anna@x', 'cleo@x'));
  const own = visibilityOf({ kind: 'own-groups' }, groups);
  assert.deepEqual([own('anna@x', BEN), own('anna@x', 'cleo@x'), own('dan@x', 'dan@x'), own('dan@x', BEN)], [true, false, true, false]);
  const listed = visibilityOf({ kind: 'list', sees: { 'anna@x': ['Claims', 'dan@x'] } }, groups);
  assert.deepEqual(
    ['cleo@x', 'dan@x', BEN].map((agent) => listed('anna@x', agent)),
    [true, true, false],
  );
});
