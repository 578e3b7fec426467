import assert from 'node:assert/strict';
import { test } from 'node:test';
import { targetKeyOf } from '../../src/model/target-ref.ts';
import { Reach } from '../../src/background/directory/reach.ts';
import type { Availability } from '../../src/model/agent.ts';
import { NO_POLICY, type Privileges } from '../../src/model/policy.ts';

const asksNobody = () => Promise.reject(new Error('Nobody asks the stream itself'));
const ME = 'anna@support.example';
const BOB = 'bob@support.example';

/** By default the agent may do everything, and the colleague is available and takes calls. */
function reachWith({
  blocked = '',
  privileges = {},
  availability = 'ready',
  hasStream = true,
  takesCalls = true,
  isLoadable = true,
  whenTold = () => Promise.resolve(),
  isTold = true,
}: {
  readonly blocked?: string;
  readonly privileges?: Partial<Privileges>;
  readonly availability?: Availability | (() => Availability);
  readonly hasStream?: boolean;
  readonly takesCalls?: boolean;
  readonly isLoadable?: boolean;
  readonly whenTold?: () => Promise<void>;
  readonly isTold?: boolean;
} = {}): Reach {
  return new Reach({
    me: ME,
    presence: {
      isTold,
      chosenAtOf: () => undefined,
      statusOf: () => ({ availability: typeof availability === 'string' ? availability : availability() }),
    },
    capabilities: async () => {
      if (!isLoadable) throw new Error('The web server is away');
      return { isPlain: () => Promise.resolve(!takesCalls), takesCalls: () => Promise.resolve(takesCalls) };
    },
    roster: { candidates: () => [] },
    hubs: () => [],
    whenTold,
    isBlocked: (target) => target === blocked,
    privileges: () => ({ ...NO_POLICY.privileges, ...privileges }),
    stream: () => (hasStream ? { abilitiesOf: asksNobody, openAvailability: asksNobody } : undefined),
  });
}

test('a colleague who is available can be written to and called', async () => {
  const reach = reachWith();
  assert.equal(await reach.refusal(BOB, 'im'), undefined);
  assert.equal(await reach.refusalOfCall(BOB), undefined);
});

test('agents can’t write to or call themselves, or anybody whom they have blocked', async () => {
  for (const [target, refused] of [
    [ME, 'target-is-self'],
    [BOB, 'target-blocked'],
  ] as const) {
    const reach = reachWith({ blocked: BOB });
    assert.deepEqual(reach.exclusion(target), { refused });
    assert.deepEqual(await reach.refusal(target, 'im'), { refused });
    assert.deepEqual(await reach.refusalOfCall(target), { refused });
  }
});

test('each missing privilege forbids what it is for, and nothing else', async () => {
  const noIm = reachWith({ privileges: { canMake: false } });
  assert.deepEqual(await noIm.refusal(BOB, 'im'), { refused: 'not-allowed', privilege: 'make' });
  assert.equal(await noIm.refusalOfCall(BOB), undefined);
  const noCalls = reachWith({ privileges: { canCall: false } });
  assert.deepEqual(await noCalls.refusalOfCall(BOB), { refused: 'not-allowed', privilege: 'call' });
  assert.equal(await noCalls.refusal(BOB, 'im'), undefined);
});

test('a colleague who is logged off can’t be reached; if the status isn’t known, the agent may try', async () => {
  const loggedOff = reachWith({ availability: 'logged-off' });
  assert.deepEqual(await loggedOff.refusal(BOB, 'im'), { refused: 'target-logged-off' });
  assert.deepEqual(await loggedOff.refusalOfCall(BOB), { refused: 'target-logged-off' });
  assert.equal(await reachWith({ availability: 'unknown' }).refusal(BOB, 'im'), undefined);
});

test('a colleague of whom the server is about to tell that they are there isn’t taken for logged off', async () => {
  let availability: Availability = 'logged-off';
  const reach = reachWith({ availability: () => availability, whenTold: async () => void (availability = 'ready') });
  assert.equal(await reach.refusal(BOB, 'im'), undefined);
  availability = 'logged-off';
  assert.equal(await reach.refusalOfCall(BOB), undefined);
});

test('nobody is refused for what was known on an earlier stream, when the server doesn’t tell in time who is there', async () => {
  const reach = reachWith({ availability: 'logged-off', isTold: false });
  assert.equal(await reach.refusal(BOB, 'im'), undefined);
  assert.equal(await reach.refusalOfCall(BOB), undefined);
});

test('a colleague who is logged off is refused where the server says no more, and where the connection is lost meanwhile', async () => {
  assert.deepEqual(await reachWith({ availability: 'logged-off' }).refusal(BOB, 'im'), { refused: 'target-logged-off' });
  const lost = reachWith({ availability: 'logged-off', whenTold: () => Promise.reject(new Error('The connection is closed')) });
  assert.deepEqual(await lost.refusal(BOB, 'im'), { refused: 'target-logged-off' });
});

test('a call needs a connection, and a device that takes calls', async () => {
  assert.deepEqual(await reachWith({ hasStream: false }).refusalOfCall(BOB), { refused: 'not-possible-now' });
  assert.deepEqual(await reachWith({ takesCalls: false }).refusalOfCall(BOB), { refused: 'target-without-voice' });
});

test('a colleague whose programs can’t be asked about, because that part can’t be loaded, counts as one of us', async () => {
  const reach = reachWith({ isLoadable: false, takesCalls: false });
  assert.equal(await reach.isPlain(BOB), false);
  assert.equal(await reach.refusalOfCall(BOB), undefined);
});

test('of a group those are asked who are ready, longest ready first, and not the agent, whoever is blocked, or another program', async () => {
  const listed = ['late', 'early', 'away', 'blocked', 'plain', 'anna'].map((name) => {
    const ref = { kind: 'agent', jid: `${name}@support.example` } as const;
    return { ref, key: targetKeyOf(ref), groups: ['Support'], searchText: '' };
  });
  const reach = new Reach({
    me: ME,
    hubs: () => [],
    whenTold: () => Promise.resolve(),
    roster: { candidates: (_filter, group) => (group?.id === 'Support' ? listed : []) },
    presence: {
      statusOf: (peer) => ({ availability: peer.startsWith('away') ? 'not-ready' : 'ready' }),
      isTold: true,
      chosenAtOf: (peer) => (peer.startsWith('late') ? 2_000 : 1_000),
    },
    capabilities: () =>
      Promise.resolve({ isPlain: (peer) => Promise.resolve(peer.startsWith('plain')), takesCalls: () => Promise.resolve(true) }),
    isBlocked: (target) => target.startsWith('blocked'),
    privileges: () => NO_POLICY.privileges,
    stream: () => undefined,
  });
  assert.deepEqual(await reach.readyMembers({ kind: 'group', id: 'Support' }), ['early@support.example', 'late@support.example']);
  assert.deepEqual(await reach.readyMembers({ kind: 'skill', id: 'Support' }), []);
});
