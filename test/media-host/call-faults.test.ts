import { expect } from '@open-wc/testing';
import type { JingleRequest } from '../../src/channel/media-host.ts';
import { toneMicrophone } from './hearing.ts';
import { connect, TestDevices, TestHost, until } from './two-hosts.ts';

const ALICE = 1_500;
const BOB = 2_300;
const UNKNOWN = { error: { condition: 'item-not-found', jingleError: 'unknown-session' } };

/** Makes a connection report that its route is lost or restored, because a test can't cut the loopback. */
function pretend(pc: RTCPeerConnection, connectionState: RTCPeerConnectionState | undefined): void {
  if (connectionState) Object.defineProperty(pc, 'connectionState', { configurable: true, get: () => connectionState });
  else Reflect.deleteProperty(pc, 'connectionState');
  pc.dispatchEvent(new Event('connectionstatechange'));
}

function fragmentOf(description: RTCSessionDescription | null): string | undefined {
  return /a=ice-ufrag:(.*)/.exec(description?.sdp ?? '')?.[1];
}

describe('a voice call that meets a fault', () => {
  let devices: TestDevices;
  let alice: TestHost;
  let bob: TestHost;

  beforeEach(() => {
    devices = new TestDevices();
    devices.next(toneMicrophone(BOB));
    devices.next(toneMicrophone(ALICE));
    alice = new TestHost('alice@example.org/desk');
    bob = new TestHost('bob@example.org/desk');
  });
  afterEach(async () => {
    await alice.close();
    await bob.close();
    devices.restore();
  });

  it('looks for another route when it has lost the one it had', async () => {
    alice = new TestHost('alice@example.org/desk', { repairMs: 10, restartEveryMs: 10 });
    const [a, b] = await connect('c1', alice, bob);
    const before = [fragmentOf(a.pc.localDescription), fragmentOf(b.pc.localDescription)];
    pretend(a.pc, 'disconnected');
    expect(alice.media.get('c1')?.connection).to.equal('interrupted');
    await until(() => fragmentOf(a.pc.remoteDescription) !== before[1] && a.pc.signalingState === 'stable', 'both have new credentials');
    pretend(a.pc, undefined);
    await until(() => alice.media.get('c1')?.connection === 'connected', 'connected again');
    expect(fragmentOf(a.pc.localDescription)).not.to.equal(before[0]);
    expect(fragmentOf(b.pc.remoteDescription)).to.equal(fragmentOf(a.pc.localDescription));
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other');
  });

  it('looks again if the first try did not reach the peer', async () => {
    alice = new TestHost('alice@example.org/desk', { repairMs: 10, restartEveryMs: 10 });
    const [a, b] = await connect('c1', alice, bob);
    const before = fragmentOf(b.pc.localDescription);
    alice.answer = { error: { condition: 'service-unavailable' } };
    const { length } = alice.sent;
    pretend(a.pc, 'failed');
    await until(() => alice.sent.length > length + 3, 'tried');
    alice.answer = undefined;
    await until(() => fragmentOf(b.pc.localDescription) !== before, 'the peer has heard of it');
    pretend(a.pc, undefined);
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other');
  });

  it('gives up if no other route is found, and tells both', async () => {
    alice = new TestHost('alice@example.org/desk', { interruptionMs: 50 });
    const [a] = await connect('c1', alice, bob);
    pretend(a.pc, 'disconnected');
    await until(() => alice.ends.includes('c1 failure') && bob.ends.includes('c1 failure'), 'said');
  });

  it('gives up if no offer comes', async () => {
    alice = new TestHost('alice@example.org/desk', { connectMs: 50 });
    await alice.start('c1');
    await until(() => alice.ends.includes('c1 failure'), 'no offer came');
    expect(await alice.host.receiveJingle('c1', bob.jid, { action: 'session-initiate', sid: 'c1' })).to.deep.equal(UNKNOWN);
  });

  it('ends if the peer does not take the offer', async () => {
    await alice.start('c1', { peer: bob.jid });
    await until(() => alice.ends.includes('c1 failure'), 'refused');
  });

  it('goes on while its session host is away, and tells it afterwards what it has missed', async () => {
    const [a, b] = await connect('c1', alice, bob);
    alice.isAway = true;
    alice.media.clear();
    await alice.host.changeCall('c1', { isHeld: true });
    await until(() => a.ear.isQuiet() && b.ear.hears(), 'music');
    expect(bob.holds).to.deep.equal([]);
    alice.isAway = false;
    await until(() => bob.holds.length > 0, 'what waited is sent');
    expect(await alice.host.calls()).to.deep.equal(['c1']);
    await until(() => alice.media.get('c1')?.connection === 'connected', 'told again');
    await bob.host.endCall('c1', 'success');
    await until(() => alice.ends.length === 1, 'ended');
    expect(await alice.host.calls(), 'it may not have heard').to.deep.equal(['c1']);
    await until(() => alice.ends.length === 2, 'told again');
    expect(alice.ends).to.deep.equal(['c1 peer', 'c1 peer']);
    await alice.host.endCall('c1', 'success');
    expect(await alice.host.calls()).to.deep.equal([]);
  });

  it('tells a peer who was away its present state', async () => {
    alice = new TestHost('alice@example.org/desk', { tellAgainMs: 10 });
    await connect('c1', alice, bob);
    alice.answer = { error: { condition: 'service-unavailable' } };
    await alice.host.changeCall('c1', { isHeld: true });
    const { length } = alice.sent;
    await until(() => alice.sent.length > length + 3, 'tried');
    expect(bob.holds).to.deep.equal([]);
    alice.answer = undefined;
    await until(() => bob.holds.at(-1) === true, 'told');
    await alice.host.changeCall('c1', { isHeld: false });
    await until(() => bob.holds.at(-1) === false, 'told of the change');
  });

  it('keeps an offer that comes before its call', async () => {
    alice.meet(bob);
    await alice.start('c1', { peer: bob.jid });
    await until(() => alice.sent.length > 1, 'an offer, and candidates');
    await bob.start('c1');
    await until(() => [alice, bob].every(({ media }) => media.get('c1')?.connection === 'connected'), 'connected');
  });

  it('connects even if the session host is away at first', async () => {
    alice.isAway = true;
    setTimeout(() => (alice.isAway = false), 100);
    const [a] = await connect('c1', alice, bob);
    await until(() => a.ear.hears(BOB), 'the peer is heard');
  });

  it('accepts nothing from anybody but the peer', async () => {
    alice = new TestHost('alice@example.org/desk', { startMs: 50 });
    const [a] = await connect('c1', alice, bob);
    const terminate: JingleRequest = { action: 'session-terminate', sid: 'c1', reason: { condition: 'success' } };
    expect(await alice.host.receiveJingle('c1', 'mallory@example.org/desk', terminate)).to.deep.equal(UNKNOWN);
    expect(await alice.host.receiveJingle('c1', 'bob@example.org/phone', terminate)).to.deep.equal(UNKNOWN);
    expect(await alice.host.receiveJingle('c2', bob.jid, { ...terminate, sid: 'c2' })).to.deep.equal(UNKNOWN);
    expect(await alice.host.receiveJingle('c1', bob.jid, { ...terminate, sid: 'c2' })).to.deep.equal(UNKNOWN);
    expect(await alice.host.calls()).to.deep.equal(['c1']);
    expect(a.pc.connectionState).to.equal('connected');
  });

  it('takes a repeated offer as one, and a second offer as none', async () => {
    await connect('c1', alice, bob);
    const offer = alice.sent.find(({ action }) => action === 'session-initiate') ?? {};
    expect(await bob.host.receiveJingle('c1', alice.jid, JSON.parse(JSON.stringify(offer)) as JingleRequest)).to.deep.equal({});
    expect(await bob.host.receiveJingle('c1', alice.jid, { ...offer, groups: [] })).to.deep.equal({
      error: { condition: 'unexpected-request', jingleError: 'out-of-order' },
    });
    expect(await bob.host.calls()).to.deep.equal(['c1']);
  });

  for (const [what, change] of [
    ['a picture', (text: string) => text.replace('"media":"audio"', '"media":"video"')],
    ['lines of its own', (text: string) => text.replace(/"name":"opus"/i, '"name":"opus\\r\\na=candidate:1"')],
    ['no transport', (text: string) => text.replace('"transport":', '"other":')],
    ['no fingerprint: it would not be encrypted', (text: string) => text.replace(/"fingerprints":\[.*?\]/, '"fingerprints":[]')],
  ] as const) {
    it(`refuses an offer with ${what}`, async () => {
      await alice.start('c0', { peer: bob.jid });
      await until(() => alice.sent.length > 0, 'an offer');
      const text = JSON.stringify({ ...alice.sent[0], sid: 'c1' });
      const offer = change(text);
      expect(offer).not.to.equal(text);
      await bob.start('c1');
      expect((await bob.host.receiveJingle('c1', alice.jid, JSON.parse(offer) as JingleRequest)).error).to.not.equal(undefined);
      await until(() => bob.ends.includes('c1 failure'), 'there is no call');
    });
  }
});
