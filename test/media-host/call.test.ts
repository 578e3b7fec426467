import { expect } from '@open-wc/testing';
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

  /** Bob, who waits, asks for his microphone first. */
  async function call() {
    devices.next(toneMicrophone(BOB));
    devices.next(toneMicrophone(ALICE));
    return connect('c1', alice, bob);
  }

  it('lets the two hear each other', async () => {
    const [a, b] = await call();
    await until(() => a.ear.hears(BOB) && b.ear.hears(ALICE), 'they hear each other');
    expect(a.ear.isQuiet(ALICE), 'no echo').to.be.true;
    expect(alice.media.get('c1')).to.include({ connection: 'connected', microphone: 'working' });
    expect(devices.asked[0]?.audio).to.include({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  });
});
