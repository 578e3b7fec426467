import { expect } from '@open-wc/testing';
import { SessionManager } from 'stanza/jingle';
import type { JingleIce } from 'stanza/protocol';
import { VoiceSession } from '../../src/media-host/voice-session.ts';
import { until } from './two-hosts.ts';

interface Sent {
  readonly type: string;
  readonly jingle?: { readonly action: string; readonly contents?: readonly { readonly transport: JingleIce }[] };
}

describe('a voice session', () => {
  let manager: SessionManager;
  let session: VoiceSession;
  let sent: Sent[];

  beforeEach(() => {
    sent = [];
    manager = new SessionManager({
      selfID: 'alice@example.org/desk',
      iceServers: [],
      createPeerConnection: (_session, options) => new RTCPeerConnection(options),
    });
    manager.on('send', (iq: Sent) => void sent.push(iq));
    session = new VoiceSession({
      parent: manager,
      peerID: 'bob@example.org/desk',
      sid: 'c1',
      initiator: true,
      applicationTypes: ['urn:xmpp:jingle:apps:rtp:1'],
    });
    manager.addSession(session);
  });
  afterEach(() => session.end('success', true));

  const find = (port: number, fragment = 'aaaa') =>
    session.pc.dispatchEvent(
      new RTCPeerConnectionIceEvent('icecandidate', {
        candidate: new RTCIceCandidate({
          candidate: `candidate:1 1 udp 2113937151 192.0.2.1 ${port} typ host generation 0 ufrag ${fragment}`,
          sdpMid: '0',
        }),
      }),
    );
  const ports = () => sent.map(({ jingle }) => jingle?.contents?.[0]?.transport.candidates?.map(({ port }) => port));

  it('sends the candidates that are found together in one request, and later ones in another', async () => {
    for (const port of [1001, 1002, 1003]) find(port);
    await until(() => sent.length > 0, 'the first request');
    find(1004);
    await until(() => sent.length > 1, 'the second request');
    expect(ports()).to.deep.equal([[1001, 1002, 1003], [1004]]);
    expect(sent.map(({ jingle }) => jingle?.action)).to.deep.equal(['transport-info', 'transport-info']);
  });

  it('sends the candidates of two ways apart, each under its own fragment', async () => {
    find(1001);
    find(1002, 'bbbb');
    find(1003);
    await until(() => sent.length > 1, 'the second request');
    expect(ports()).to.deep.equal([[1001, 1003], [1002]]);
    expect(sent.map(({ jingle }) => jingle?.contents?.[0]?.transport.usernameFragment)).to.deep.equal(['aaaa', 'bbbb']);
  });

  it('gives the browser all candidates that came early, without waiting until it has taken each', async () => {
    const given: string[] = [];
    session.pc.addIceCandidate = ({ candidate }: RTCIceCandidateInit) => {
      given.push(candidate ?? '');
      return candidate === 'unknown' ? Promise.reject(new Error('unknown')) : new Promise(() => {});
    };
    session.candidateBuffer = ['unknown', 'one', 'two', ''].map((candidate) => ({ sdpMid: '0', candidate }));
    void session['processBufferedCandidates']();
    expect(given).to.deep.equal(['unknown', 'one', 'two', '']);
    expect(session.candidateBuffer).to.deep.equal([]);
  });

  it('sends candidates before whatever comes after them, and none once it has ended', () => {
    find(1001);
    session.send('session-info', {});
    expect(sent.map(({ jingle }) => jingle?.action)).to.deep.equal(['transport-info', 'session-info']);
    find(1002);
    session.end('success', true);
    session.send('session-info', {});
    expect(ports().flat()).not.to.include(1002);
  });
});
