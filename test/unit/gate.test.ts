import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Devices } from '../../src/background/directory/devices.ts';
import { Gate } from '../../src/background/gate/gate.ts';
import { Peers } from '../../src/background/directory/peers.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Envelope, Signal } from '../../src/model/signal.ts';

const ME = 'anna@support.example';
const PARENT = {
  interactionId: 'crm-1',
  media: 'email',
  contactName: 'Maria',
  caseData: { fields: [], omitted: 0 },
  version: 1,
  isClosed: false,
} as const;
const CONTACT = { name: 'Maria', number: '', topic: '', page: '', group: '' };

const SIGNALS: readonly Signal[] = [
  { type: 'propose', sessionId: 's' },
  { type: 'propose-call', sessionId: 'c', imSessionId: 's' },
  { type: 'propose-call', sessionId: 'c', contact: CONTACT },
  { type: 'ringing', sessionId: 's' },
  { type: 'proceed', sessionId: 's' },
  { type: 'reject', sessionId: 's', reason: 'declined' },
  { type: 'retract', sessionId: 's', reason: 'cancelled' },
  { type: 'finish', sessionId: 's' },
  { type: 'share', sessionId: 's', parent: PARENT },
  { type: 'message', message: { id: 'm', body: 'Hello' }, wantsReceipt: true },
  { type: 'received', messageId: 'm' },
  { type: 'displayed', messageId: 'm' },
  { type: 'typing', sessionId: 's', isTyping: true },
  { type: 'gone', sessionId: 's' },
  { type: 'failed', id: 'm', isForbidden: false },
];

function gateWith(
  policy: Pick<Policy, 'guestHosts' | 'trustedDomains' | 'strangers'> = {},
  isAnswer: (envelope: Envelope) => boolean = () => false,
  isBlocked = (_peer: string) => false,
) {
  const directory = {
    has: (peer: string) => peer === 'dora@partner.example',
    nameOf: (peer: string) => (peer === 'dora@partner.example' ? 'Dora' : (peer.split('@')[0] ?? peer)),
    logonTextOf: (peer: string) => peer.split('@')[0] ?? peer,
  };
  const peers = new Peers(ME, directory, () => policy);
  const dropped: string[] = [];
  const gate = new Gate({ peers, isAnswer, isBlocked, callOf: () => undefined, onDropped: (reason) => void dropped.push(reason) });
  const admitted = (peer: string, isOwn = false) => SIGNALS.map((signal) => gate.admit({ signal, peer, isOwn, at: 1 })?.signal);
  return { gate, peers, dropped, admitted };
}

test('nothing of a blocked colleague gets through, except what the server returns in their name, and what the agent has sent them', () => {
  const { gate, admitted, dropped } = gateWith(
    {},
    () => true,
    (peer) => peer === 'ben@support.example',
  );
  assert.deepEqual(
    admitted('ben@support.example')
      .filter(Boolean)
      .map((signal) => signal?.type),
    ['failed'],
  );
  assert.ok(dropped.length > 0 && dropped.every((reason) => reason === 'blocked'));
  assert.ok(admitted('ben@support.example', true).every(Boolean));
  assert.ok(admitted('carla@support.example').every(Boolean));
  assert.equal(gate.admitPresence('ben@support.example/desk'), false);
  assert.equal(dropped.at(-1), 'blocked-presence');
});

test('nothing that a stranger sends gets through, and each stanza is counted', () => {
  for (const peer of ['bob@evil.example', 'bob@support.example.evil.example', 'room@conference.partner.example', 'evil.example']) {
    const { admitted, dropped } = gateWith();
    assert.deepEqual(
      admitted(peer),
      SIGNALS.map(() => undefined),
      peer,
    );
    assert.deepEqual(
      dropped,
      SIGNALS.map(() => 'stranger'),
    );
  }
});

test('everything that a colleague, or another device of the agent, sends gets through', () => {
  const { admitted, dropped } = gateWith({ trustedDomains: ['friends.example'] });
  for (const peer of ['bob@support.example', 'dora@partner.example', 'eve@friends.example', ME]) assert.deepEqual(admitted(peer), SIGNALS);
  assert.deepEqual(admitted('bob@evil.example', true), SIGNALS, 'whomever the agent writes to');
  assert.deepEqual(dropped, []);
});

test('a guest calls as a contact and does nothing else', () => {
  const { admitted, dropped } = gateWith({ guestHosts: ['guest.example'], strangers: 'marked' });
  assert.deepEqual(admitted('x1@guest.example').filter(Boolean), [SIGNALS[2]]);
  assert.deepEqual(new Set(dropped), new Set(['guest']));
});

test('a stranger whom the policy lets in can not share a case', () => {
  const { gate, admitted } = gateWith({ strangers: 'marked' });
  assert.deepEqual(
    admitted('bob@evil.example'),
    SIGNALS.map((signal) => (signal.type === 'share' ? undefined : signal)),
  );
  const consultation: Signal = { type: 'propose', sessionId: 's', parent: PARENT };
  assert.deepEqual(gate.admit({ signal: consultation, peer: 'bob@evil.example', isOwn: false, at: 1 })?.signal, {
    type: 'propose',
    sessionId: 's',
  });
  assert.deepEqual(gate.admit({ signal: consultation, peer: 'bob@support.example', isOwn: false, at: 1 })?.signal, consultation);
});

test('a stranger with whom the agent has begun a session can answer in it, and do nothing else', () => {
  const { admitted } = gateWith({}, ({ signal }) => signal.type === 'proceed');
  assert.deepEqual(admitted('bob@evil.example').filter(Boolean), [{ type: 'proceed', sessionId: 's' }]);
});

test('only colleagues’ presence is kept, whatever the policy lets in', () => {
  const { gate, dropped } = gateWith({ strangers: 'marked', guestHosts: ['guest.example'] });
  assert.equal(gate.admitPresence('bob@support.example/desk'), true);
  assert.equal(gate.admitPresence(`${ME}/phone`), true);
  assert.equal(gate.admitPresence('bob@evil.example/desk'), false);
  assert.equal(gate.admitPresence('x1@guest.example/page'), false);
  assert.deepEqual(dropped, ['stranger-presence', 'guest-presence']);
});

test('a stranger is told nothing that shows that the agent is there, except in what the agent has begun', () => {
  const { peers } = gateWith({ strangers: 'marked' });
  for (const type of ['ringing', 'reject', 'received', 'displayed', 'typing', 'gone'] as const) {
    assert.equal(peers.areTold(type, 'bob@evil.example', false), false, type);
    assert.equal(peers.areTold(type, 'bob@evil.example', true), true, type);
    assert.equal(peers.areTold(type, 'bob@support.example', false), true, type);
  }
  for (const type of ['proceed', 'message', 'finish'] as const) assert.equal(peers.areTold(type, 'bob@evil.example', false), true, type);
});

test('nobody from another host is shown by a logon alone, which somebody here could have', () => {
  const { peers } = gateWith({ trustedDomains: ['friends.example'] });
  assert.deepEqual(peers.viewOf('bob@support.example'), { peerLogon: 'bob', peerName: 'bob' });
  assert.deepEqual(peers.viewOf('dora@partner.example'), { peerLogon: 'dora', peerName: 'Dora' });
  assert.deepEqual(peers.viewOf('bob@friends.example'), { peerLogon: 'bob@friends.example', peerName: 'bob@friends.example' });
  const marked = (address: string) => ({ peerLogon: `\u26A0\uFE0E ${address}`, peerName: `\u26A0\uFE0E ${address}`, isStranger: true });
  assert.deepEqual(peers.viewOf('bob@evil.example'), marked('bob@evil.example'));
  assert.deepEqual(peers.viewOf('bob@\u0455upport.example'), marked('bob@xn--upport-hvf.example'), 'a Cyrillic letter is no Latin one');
  assert.deepEqual(peers.viewOf('b\u202Eob\u00AD@evil.example'), marked('b\uFFFDob\uFFFD@evil.example'));
});

test('presence is bounded: of one colleague, and of those outside the directory', () => {
  const device = { status: { availability: 'ready' }, capsKey: undefined, chosenAt: undefined, isSilent: false } as const;
  const devices = new Devices((peer) => peer.startsWith('listed'));
  for (let n = 0; n < 10_000; n += 1) devices.set(`bob@support.example/${n}`, device);
  assert.deepEqual([devices.size, [...devices.of('bob@support.example').keys()].at(-1)], [20, 'bob@support.example/9999']);
  for (let n = 0; n < 2_000; n += 1) devices.set(`u${n}@support.example/x`, device);
  assert.equal(devices.size, 20 + 499);
  for (let n = 0; n < 2_000; n += 1) devices.set(`listed${n}@support.example/x`, device);
  assert.equal(devices.size, 20 + 499 + 2_000, 'the directory is not kept out');
  devices.set(`listed1@support.example/${'x'.repeat(4_000)}`, device);
  assert.equal(devices.size, 20 + 499 + 2_000);
  devices.delete('u1@support.example/x');
  devices.set('late@support.example/x', device);
  assert.equal(devices.of('late@support.example').size, 1, 'who leaves makes room');
  assert.equal(devices.forgetWhere((peer) => !peer.startsWith('listed')).length, 20 + 499);
  assert.equal(devices.size, 2_000);
});
