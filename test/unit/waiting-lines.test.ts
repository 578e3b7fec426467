import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WaitingLines } from '../../server/hub/waiting-lines.ts';

const GROUP = { kind: 'group', id: 'Billing' } as const;
const jidOf = (logon: string) => `${logon}@localhost`;
const device = (logon: string) => `${jidOf(logon)}/desk`;

function open() {
  let now = 100_000;
  const lines = new WaitingLines(() => now);
  return {
    lines,
    pass: (ms: number) => (now += ms),
    ask: (logon: string, since: number, ...ready: string[]) => lines.ask(GROUP, device(logon), { id: 's', since }, ready.map(jidOf)),
  };
}

test('who has waited longest is named who becomes ready, and nobody else is named them meanwhile', () => {
  const { lines, ask, pass } = open();
  assert.deepEqual(ask('anna', 2_000), { members: [], place: 1 });
  assert.deepEqual(ask('ben', 1_000), { members: [], place: 1 });
  assert.deepEqual(ask('anna', 2_000), { members: [], place: 2 });
  assert.deepEqual(ask('anna', 2_000, 'cleo'), { members: [], place: 2 }, 'Ben comes first');
  assert.deepEqual(ask('ben', 1_000, 'cleo'), { members: [jidOf('cleo')] });
  assert.deepEqual(ask('anna', 2_000, 'cleo'), { members: [], place: 1 }, 'she rings for Ben');
  assert.deepEqual(lines.free([jidOf('cleo'), jidOf('dan')], jidOf('emil')), [jidOf('dan')], 'nor is she named to who doesn’t wait');
  assert.deepEqual(lines.free([jidOf('cleo')], jidOf('ben')), [jidOf('cleo')], 'Ben may ask her again');
  pass(15_000);
  assert.deepEqual(ask('anna', 2_000, 'cleo'), { members: [jidOf('cleo')] });
  assert.equal(lines.size, 0);
});

test('several who become ready are shared by those in line', () => {
  const { ask } = open();
  ask('anna', 1_000);
  ask('ben', 2_000);
  assert.deepEqual(ask('ben', 2_000, 'cleo', 'dan', 'emil'), { members: [jidOf('dan')] });
  assert.deepEqual(ask('anna', 1_000, 'cleo', 'dan', 'emil'), { members: [jidOf('cleo'), jidOf('emil')] });
});

test('a place is forgotten when its agent leaves it or isn’t heard of any more, and isn’t bought by an earlier time', () => {
  const { lines, ask, pass } = open();
  ask('anna', 1_000);
  ask('ben', 2_000);
  assert.deepEqual(ask('ben', 500), { members: [], place: 2 });
  lines.leave(GROUP, device('ben'), 's');
  assert.deepEqual(ask('cleo', 3_000), { members: [], place: 2 });
  pass(36_000);
  assert.deepEqual(ask('cleo', 3_000), { members: [], place: 1 });
  assert.deepEqual(ask('dan', 999_999), { members: [], place: 2 }, 'nobody waits since later than now');
});

test('the first in line are told when somebody of their group has become ready', () => {
  const { lines, ask } = open();
  for (const [index, logon] of ['anna', 'ben', 'cleo', 'dan'].entries()) ask(logon, index);
  assert.deepEqual(
    lines.toldOf(() => true).map((told) => told.device),
    ['anna', 'ben', 'cleo'].map(device),
  );
  assert.deepEqual(
    lines.toldOf(() => false),
    [],
  );
});
