import { expect } from '@open-wc/testing';
import type { JingleAnswer, MediaEvents } from '../../src/channel/media-host.ts';
import { pageMedia } from '../../src/embed/page-media.ts';
import type { FullJid } from '../../src/model/jid.ts';
import { toneMicrophone } from './hearing.ts';
import { TestDevices, until } from './two-hosts.ts';

const ALICE: FullJid = 'alice@example.org/desk';
const BOB: FullJid = 'bob@example.org/desk';

describe('the sound of calls in a page', () => {
  let devices: TestDevices;
  let end: AbortController;
  let answer: JingleAnswer;
  let sent: string[];
  let failures: unknown[];
  const noteFailure = ({ reason }: PromiseRejectionEvent) => void failures.push(reason);

  beforeEach(() => {
    devices = new TestDevices();
    end = new AbortController();
    answer = {};
    sent = [];
    failures = [];
    addEventListener('unhandledrejection', noteFailure);
  });
  afterEach(() => {
    removeEventListener('unhandledrejection', noteFailure);
    end.abort();
    devices.restore();
  });

  const media = () => {
    const events: MediaEvents = {
      sendJingle: async (_callId, _to, { action }) => {
        sent.push(String(action));
        return answer;
      },
      callChanged: () => undefined,
      heldByPeer: () => undefined,
      callEnded: () => undefined,
      level: () => undefined,
    };
    return pageMedia(events, end.signal);
  };
  const CALL = { callId: 'c1', self: ALICE, peer: BOB, isInitiator: true, iceServers: [], isRelayOnly: false };

  it('ends with the workspace: the microphone is given back, and the other side is told as far as somebody carries it', async () => {
    const microphone = toneMicrophone(1_500);
    devices.next(microphone);
    const host = media();
    await host.startCall(CALL);
    await until(() => sent.includes('session-initiate'), 'it is offered');
    const [track] = microphone.getTracks();
    expect(track?.readyState).to.equal('live');
    // The page's channel to the session host closes in the same turn.
    answer = { error: { condition: 'remote-server-timeout' } };
    end.abort();
    await until(() => track?.readyState === 'ended', 'the microphone is given back');
    expect(await host.calls()).to.deep.equal([]);
    const isAsked = !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect([isAsked, failures]).to.deep.equal([false, []]);
  });

  it('ends with the workspace also where a call has only just begun', async () => {
    const microphone = toneMicrophone(1_500);
    devices.next(microphone);
    const host = media();
    const starting = host.startCall(CALL);
    end.abort();
    await starting;
    await until(() => microphone.getTracks().every(({ readyState }) => readyState === 'ended'), 'the microphone is given back');
    expect(await host.calls()).to.deep.equal([]);
    expect(failures).to.deep.equal([]);
  });
});
