import { expect } from '@open-wc/testing';
import type { JingleRequest } from '../../src/channel/media-host.ts';
import { toneMicrophone } from './hearing.ts';
import { connect, TestDevices, TestHost, until } from './two-hosts.ts';

const ALICE = 1_500;
const BOB = 2_300;

describe('a voice call', () => {
  let devices: TestDevices;
  let alice: TestHost;
  let bob: TestHost;

  beforeEach(() => {
    devices = new TestDevices();
    alice = new TestHost('alice@example.org/desk');
    bob = new TestHost('bob@example.org/desk');
  });
  afterEach(async () => {
    await alice.close();
    await bob.close();
    devices.restore();
  });

  /** Connects the two. Bob, who is called, asks for his microphone first. */
  async function call() {
    devices.next(toneMicrophone(BOB));
    devices.next(toneMicrophone(ALICE));
    return connect('c1', alice, bob);
  }

  it('has the browser ask before its page is left, as long as it goes on, and nothing else has', async () => {
    const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(isAsked()).to.equal(false);
    await call();
    expect(isAsked()).to.equal(true);
    await alice.host.endCall('c1', 'success');
    await until(() => bob.ends.length > 0, 'the call is over at both');
    expect(isAsked()).to.equal(false);
  });

  it('lets the two hear each other', async () => {
    const [a, b] = await call();
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other');
    // The onset of a sound has something of all frequencies, so that the look needs a third of a second in which nothing begins.
    await until(() => a.ear.hears(BOB) && a.ear.isQuiet(ALICE), 'no echo');
    expect(alice.media.get('c1')).to.include({ connection: 'connected', microphone: 'working' });
    expect(devices.asked[0]?.audio).to.include({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  });

  /** Alice offers the call to Bob, at whom it rings. His session host keeps what comes. @returns what it has kept */
  async function ring() {
    devices.next(toneMicrophone(ALICE));
    devices.next(toneMicrophone(BOB));
    alice.answer = {};
    await alice.start('c1', { peer: bob.jid, isRinging: true });
    await until(() => alice.sent.some(({ contents }) => JSON.stringify(contents).includes('gathering')), 'all candidates');
    return alice.sent.splice(0);
  }

  /** Bob accepts, and is given what was kept. */
  async function accept(kept: readonly JingleRequest[]) {
    alice.answer = undefined;
    alice.meet(bob);
    await bob.start('c1');
    for (const request of kept) void bob.host.receiveJingle('c1', alice.jid, request);
    await alice.start('c1', { peer: bob.jid });
    await until(() => [alice, bob].every(({ media }) => media.get('c1')?.connection === 'connected'), 'connected');
  }

  it('is offered while it rings, and connects by that offer when it is accepted', async () => {
    const kept = await ring();
    expect(kept.filter(({ action }) => action === 'session-initiate')).to.have.length(1);
    await accept(kept);
    expect(alice.sent.filter(({ action }) => action === 'session-initiate' || action === 'transport-info')).to.deep.equal([]);
  });

  it('is offered again to a device that has lost the offer before it accepted', async () => {
    alice = new TestHost('alice@example.org/desk', { offerAgainMs: 50 });
    await ring();
    await accept([]);
  });

  it('tells a peer at whom it only rings nothing of its end', async () => {
    await ring();
    await alice.host.endCall('c1', 'success');
    expect(alice.sent).to.deep.equal([]);
    expect(await alice.host.calls()).to.deep.equal([]);
  });

  it('puts the peer on hold, who hears music and is not heard, and brings them back', async () => {
    const [a, b] = await call();
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other');
    await alice.host.changeCall('c1', { isHeld: true });
    await until(() => b.ear.isQuiet(ALICE) && b.ear.hears(), 'music in place of the agent');
    await until(() => a.ear.isQuiet(), 'the peer on hold is not heard');
    await until(() => bob.holds.includes(true), 'the peer is told');
    await alice.host.changeCall('c1', { isHeld: false });
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other again');
    expect(bob.holds).to.deep.equal([true, false]);
  });

  it('sends silence while it is muted, but music while it is on hold', async () => {
    const [a, b] = await call();
    await until(() => b.ear.hears(ALICE), 'the agent is heard');
    await alice.host.changeCall('c1', { isMuted: true });
    await until(() => b.ear.isQuiet(), 'silence');
    expect(a.ear.hears(BOB), 'the peer is still heard').to.be.true;
    await until(() => alice.sent.some(({ info }) => JSON.stringify(info)?.includes('}mute')), 'the peer is told');
    await alice.host.changeCall('c1', { isHeld: true });
    await alice.host.changeCall('c1', { isMuted: false });
    await until(() => b.ear.hears() && b.ear.isQuiet(ALICE), 'no longer muted, but on hold: music only');
    await alice.host.changeCall('c1', { isHeld: false });
    await until(() => b.ear.hears(ALICE), 'the agent is heard again');
  });

  it('connects without a microphone, says why, and uses one when it is allowed', async () => {
    devices.next(toneMicrophone(BOB));
    devices.next('refused');
    const [a, b] = await connect('c1', alice, bob);
    await until(() => a.ear.hears(BOB), 'the peer is heard');
    expect(alice.media.get('c1')?.microphone).to.equal('refused');
    expect(b.ear.isQuiet()).to.be.true;
    devices.next(toneMicrophone(ALICE));
    await alice.host.retryMicrophone();
    await until(() => b.ear.hears(ALICE), 'the agent is heard');
    expect(alice.media.get('c1')?.microphone).to.equal('working');
  });

  it('sends no voice to a peer on hold from a microphone that comes late', async () => {
    let plugIn: (microphone: MediaStream) => void = () => undefined;
    devices.next(toneMicrophone(BOB));
    devices.next(new Promise((resolve) => (plugIn = resolve)));
    const [, b] = await connect('c1', alice, bob);
    expect(alice.media.get('c1')?.microphone).to.equal('starting');
    await alice.host.changeCall('c1', { isHeld: true });
    await until(() => b.ear.hears(), 'music');
    plugIn(toneMicrophone(ALICE));
    await until(() => alice.media.get('c1')?.microphone === 'working', 'the microphone is there');
    // Another microphone must not be heard either.
    devices.next(toneMicrophone(ALICE));
    await alice.host.setDevices('another', '');
    expect(devices.asked.at(-1)?.audio).to.deep.include({ deviceId: { ideal: 'another' } });
    await until(() => b.ear.hears() && b.ear.isQuiet(ALICE), 'music only');
    await alice.host.changeCall('c1', { isHeld: false });
    await until(() => b.ear.hears(ALICE), 'the agent is heard');
  });

  it('says that the microphone was unplugged, and uses the next one automatically', async () => {
    const microphone = toneMicrophone(ALICE);
    devices.next(toneMicrophone(BOB));
    devices.next(microphone);
    const [a, b] = await connect('c1', alice, bob);
    await until(() => b.ear.hears(ALICE), 'the agent is heard');
    // The browser ends a track in this way when its device is unplugged.
    microphone.getAudioTracks()[0]?.dispatchEvent(new Event('ended'));
    await until(() => alice.media.get('c1')?.microphone === 'unplugged', 'said');
    await until(() => b.ear.isQuiet(), 'silence');
    expect(a.ear.hears(BOB), 'the call goes on').to.be.true;
    devices.next(toneMicrophone(ALICE));
    devices.change();
    await until(() => b.ear.hears(ALICE), 'the agent is heard again');
    expect(alice.media.get('c1')?.microphone).to.equal('working');
  });

  it('changes the microphone during a call, and keeps the working one if there is no other', async () => {
    const [, b] = await call();
    await until(() => b.ear.hears(ALICE), 'the agent is heard');
    devices.next(toneMicrophone(900));
    await alice.host.setDevices('headset', '');
    await until(() => b.ear.hears(900) && b.ear.isQuiet(ALICE), 'the other microphone');
    await alice.host.setDevices('gone', '');
    expect(alice.media.get('c1')?.microphone).to.equal('working');
    await until(() => b.ear.hears(900), 'the one that works');
  });

  it('keeps several calls apart: the peers on hold hear music, and nobody else', async () => {
    const carol = new TestHost('carol@example.org/desk');
    const [a] = await call();
    await alice.host.changeCall('c1', { isHeld: true });
    devices.next(toneMicrophone(3_100));
    const [second, c] = await connect('c2', alice, carol);
    await until(() => second.ear.hears(3_100) && c.ear.hears(ALICE) && c.ear.isQuiet(BOB), 'the consulted colleague');
    expect(a.ear.isQuiet()).to.be.true;
    expect(await alice.host.calls()).to.deep.equal(['c1', 'c2']);
    await carol.close();
    await until(() => alice.ends.includes('c2 peer'), 'the colleague has hung up');
    await alice.host.changeCall('c1', { isHeld: false });
    await until(() => a.ear.hears(BOB), 'the contact is heard again');
  });

  it('ends with the peer, and closes the microphone', async () => {
    const microphone = toneMicrophone(ALICE);
    devices.next(toneMicrophone(BOB));
    devices.next(microphone);
    const [a] = await connect('c1', alice, bob);
    await bob.host.endCall('c1', 'success');
    await until(() => alice.ends.length > 0, 'told');
    expect(alice.ends).to.deep.equal(['c1 peer']);
    expect(bob.ends).to.deep.equal([]);
    expect(a.pc.connectionState).to.equal('closed');
    expect(microphone.getAudioTracks()[0]?.readyState).to.equal('ended');
    expect(await bob.host.calls()).to.deep.equal([]);
  });

  it('reports levels while somebody watches', async () => {
    const [a] = await call();
    await until(() => a.ear.hears(BOB), 'the peer is heard');
    await alice.host.watchLevel('c1', true);
    await until(() => alice.levels.some(({ own, peer }) => own > 0.5 && peer > 0.5), 'both are loud');
    await alice.host.changeCall('c1', { isMuted: true });
    await until(() => alice.levels.at(-1)?.own === 0, 'muted is silent');
    await alice.host.watchLevel('c1', false);
    const count = alice.levels.length;
    await until(() => a.ear.hears(BOB), 'the call goes on');
    expect(alice.levels).to.have.length(count);
  });
});
