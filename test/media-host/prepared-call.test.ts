import { expect } from '@open-wc/testing';
import type { JingleRequest } from '../../src/channel/media-host.ts';
import { Ear, toneMicrophone } from './hearing.ts';
import { made, TestDevices, TestHost, until } from './two-hosts.ts';

const ALICE = 1_500;
const BOB = 2_300;

describe('a call that is made ready while it rings', () => {
  let devices: TestDevices;
  let alice: TestHost;
  let bob: TestHost;
  let first: number;

  beforeEach(() => {
    devices = new TestDevices();
    alice = new TestHost('alice@example.org/desk');
    bob = new TestHost('bob@example.org/desk');
    first = made.length;
  });
  afterEach(async () => {
    await alice.close();
    await bob.close();
    devices.restore();
  });

  /** Alice calls. Bob's document gets the offer, and his session host keeps the candidates. @returns all that it has kept */
  async function ring(): Promise<readonly JingleRequest[]> {
    devices.next(toneMicrophone(ALICE));
    alice.answer = {};
    await alice.start('c1', { peer: bob.jid, isRinging: true });
    await until(() => alice.sent.some(({ contents }) => JSON.stringify(contents).includes('gathering')), 'all candidates');
    const kept = alice.sent.splice(0);
    alice.answer = undefined;
    await bob.start('c1', { isRinging: true });
    expect(await bob.host.receiveJingle('c1', alice.jid, kept[0] ?? {})).to.deep.equal({});
    return kept;
  }

  /** Bob accepts. */
  async function accept(kept: readonly JingleRequest[]) {
    devices.next(toneMicrophone(BOB));
    alice.meet(bob);
    await bob.start('c1');
    for (const request of kept) void bob.host.receiveJingle('c1', alice.jid, request);
    await alice.start('c1', { peer: bob.jid });
    await until(() => [alice, bob].every(({ media }) => media.get('c1')?.connection === 'connected'), 'connected');
  }

  const bobs = () => made[first + 1];

  it('has a connection that has looked for no way, and nothing else: no microphone, no word to anybody, and a page that can be left', async () => {
    await ring();
    expect(bobs()?.signalingState).to.equal('have-remote-offer');
    expect(bobs()?.iceGatheringState).to.equal('new');
    expect(bobs()?.remoteDescription?.sdp).to.not.include('a=candidate');
    expect(devices.asked.length).to.equal(1);
    expect(bob.sent).to.deep.equal([]);
    expect([...bob.media]).to.deep.equal([]);
    await alice.host.endCall('c1', 'cancel');
    expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).to.equal(true);
  });

  it('connects by that offer when it is accepted, and the two hear each other', async () => {
    await accept(await ring());
    expect(made.length).to.equal(first + 2);
    expect(dispatchEvent(new Event('beforeunload', { cancelable: true }))).to.equal(false);
    const [a, b] = made.slice(first).map((pc) => new Ear((pc.getReceivers()[0] as RTCRtpReceiver).track));
    await until(() => a?.hears(BOB) === true && b?.hears(ALICE) === true, 'they hear each other');
  });

  it('sends nothing of the voice in another call before it is accepted', async () => {
    devices.next(toneMicrophone(BOB));
    await bob.start('c0');
    await until(() => bob.media.get('c0')?.microphone === 'working', 'he has his microphone');
    first = made.length;
    await ring();
    const [sender] = bobs()?.getSenders() ?? [];
    expect(sender?.track?.label).to.equal('MediaStreamAudioDestinationNode');
  });

  it('leaves no connection when it is over before it is accepted, and may be made ready, or begun, once more', async () => {
    const kept = await ring();
    await bob.host.endCall('c1', 'cancel');
    expect(bobs()?.signalingState).to.equal('closed');
    expect(await bob.host.calls()).to.deep.equal([]);
    expect([bob.sent, bob.ends]).to.deep.equal([[], []]);
    await accept(kept);
    expect(made.length).to.equal(first + 3);
  });

  it('fails silently by an offer that does not work, and ends as a failure when it is accepted', async () => {
    await bob.start('c1', { isRinging: true });
    const bad = { sid: 'c1', action: 'session-initiate', contents: [] };
    const answer = await bob.host.receiveJingle('c1', alice.jid, bad);
    expect(answer.error?.condition).to.equal('bad-request');
    await until(() => !bob.host.isBusy, 'it holds nothing');
    expect([bob.ends, [...bob.media]]).to.deep.equal([[], []]);
    await bob.start('c1');
    await bob.host.receiveJingle('c1', alice.jid, bad);
    await until(() => bob.ends.length > 0, 'it ends');
    expect(bob.ends).to.deep.equal(['c1 failure']);
  });
});
