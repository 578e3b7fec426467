import { expect } from '@open-wc/testing';
import { MemoryMedia } from '../fixtures/memory-media.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { ServerEnd } from './server-end.ts';
import { attributes, child } from './stanza-xml.ts';
import { VoiceDesk } from './voice-desk.ts';

const JMI = 'urn:xmpp:jingle-message:0';
const JINGLE = 'urn:xmpp:jingle:1';
const ICE = 'urn:xmpp:jingle:transports:ice-udp:1';
const CANDIDATE = `<candidate component="1" foundation="1" generation="0" id="c" ip="192.0.2.1" network="0" port="5000" priority="1" protocol="udp" type="host"/>`;

describe('a call that is made ready while it rings', () => {
  let server: ServerEnd;
  let ben: VoiceDesk;
  let anna: string;
  let callId: string;
  const realNow = performance.now.bind(performance);
  /** How much time has gone by that hasn't. */
  let laterMs: number;
  /** What Ben's desk has sent of Jingle, and the kinds of its answers, in order. */
  let sent: string[];
  /** The calls of which Ben's desk has said that they ring, so that they are offered. */
  let rings: Set<string>;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    anna = `anna@${server.domain}`;
    callId = crypto.randomUUID();
    sent = [];
    const receiveIq = server.receiveIq.bind(server);
    server.receiveIq = (from, iq) => {
      if (!iq.getAttribute('to')?.startsWith(`${anna}/`)) return receiveIq(from, iq);
      const action = child(iq, 'jingle', JINGLE)?.getAttribute('action');
      sent.push(action ?? iq.getAttribute('type') ?? '');
      if (!action) return;
      const head = attributes({ type: 'result', id: iq.getAttribute('id') ?? '', from: iq.getAttribute('to') ?? '', to: from.jid });
      from.send(`<iq xmlns="jabber:client"${head}/>`);
    };
    rings = new Set();
    const receiveMessage = server.receiveMessage.bind(server);
    server.receiveMessage = (from, message) => {
      rings.add(child(message, 'ringing', JMI)?.getAttribute('id') ?? '');
      receiveMessage(from, message);
    };
    laterMs = 0;
    performance.now = () => realNow() + laterMs;
    ben = await new VoiceDesk(server, 'ben').signIn();
    // Who isn't known as a colleague yet is a stranger, whose offer isn't opened.
    await ben.untilSlice(
      { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === anna),
      'Anna is a colleague',
    );
  });

  afterEach(async () => {
    performance.now = realNow;
    await ben.leave();
    server.close();
  });

  /** Anna's device sends Ben this of the call. */
  const say = (name: string, content = '') => {
    const head = attributes({ from: `${anna}/desk`, to: ben.jid, type: 'chat', id: crypto.randomUUID() });
    const element = `<${name} xmlns="${JMI}" id="${callId}">${content}</${name}>`;
    server.deliver(`<message xmlns="jabber:client"${head}>${element}<store xmlns="urn:xmpp:hints"/></message>`);
  };
  const jingle = (action: string, transport = '') => {
    const head = attributes({ from: `${anna}/desk`, to: server.streamOf('ben').jid, type: 'set', id: crypto.randomUUID() });
    const content = `<content creator="initiator" name="0"><transport xmlns="${ICE}" ufrag="abcd" pwd="0123456789012345678901">${transport}</transport></content>`;
    server.deliver(
      `<iq xmlns="jabber:client"${head}><jingle xmlns="${JINGLE}" action="${action}" sid="${callId}">${content}</jingle></iq>`,
    );
  };
  /** Anna calls, and offers the call while it rings. */
  const ring = async (offer = '') => {
    say('propose', '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>');
    await waitUntil(() => rings.has(callId), 'it rings');
    const before = sent.length;
    jingle('session-initiate', offer);
    await waitUntil(() => sent.length > before, 'the offer is answered');
  };
  const isReady = () => waitUntil(() => ben.media.received(callId).includes('session-initiate'), 'it is ready');
  const accept = async (workspace = ben.workspace) => {
    expect((await workspace.commands.acceptCall({ callId })).refused).to.equal(undefined);
    await ben.call('anna', 'connected');
  };

  it('has its offer in the page, no candidate and no say, and is answered there when it is accepted', async () => {
    await ring();
    jingle('transport-info', CANDIDATE);
    await isReady();
    await waitUntil(() => sent.length === 2, 'the candidate is answered');
    expect(ben.media.begun(callId)).to.include({ isRinging: true, isInitiator: false });
    expect(ben.media.received(callId)).to.deep.equal(['session-initiate']);
    expect(ben.talkingTo).to.deep.equal([]);
    expect((await ben.call('anna', 'invited')).media).to.equal(undefined);
    expect(sent).to.deep.equal(['result', 'result']);
    await accept();
    expect(ben.media.received(callId)).to.deep.equal(['session-initiate', 'transport-info', 'session-initiate']);
    expect(ben.talkingTo).to.deep.equal(['anna']);
  });

  it('is not made ready by an offer that brings candidates, which would be tried', async () => {
    await ring(CANDIDATE);
    expect(ben.media.held).to.deep.equal([]);
    await accept();
    expect(ben.media.received(callId)).to.deep.equal(['session-initiate']);
  });

  for (const [what, end] of Object.entries({
    'the agent rejects it': () => ben.workspace.commands.rejectCall({ callId }),
    'the caller gives up': () => say('retract'),
    'the caller takes the offer back': () => jingle('session-terminate'),
    'nobody answers it in its time': () => {
      laterMs = 125_000;
      // Something happens, upon which the times of the calls are looked at.
      callId = crypto.randomUUID();
      say('propose', '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>');
    },
    'another browser of the agent answers it': () => {
      const head = attributes({ from: `${ben.jid}/phone`, to: anna, type: 'chat', id: crypto.randomUUID() });
      const proceed = `<message xmlns="jabber:client"${head}><proceed xmlns="${JMI}" id="${callId}"/></message>`;
      const carbon = `<sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${proceed}</forwarded></sent>`;
      server.deliver(`<message xmlns="jabber:client" from="${ben.jid}" to="${server.streamOf('ben').jid}">${carbon}</message>`);
    },
  })) {
    it(`leaves nothing in the page when ${what}, and nobody is told of that`, async () => {
      await ring();
      await isReady();
      void end();
      await waitUntil(() => ben.media.held.length === 0, 'nothing is left');
      expect(sent).to.not.include('session-terminate');
    });
  }

  it('is made ready anew by another offer of the caller', async () => {
    await ring();
    await isReady();
    const first = ben.media.begun(callId);
    jingle('session-initiate');
    await waitUntil(() => sent.length === 2 && ben.media.begun(callId) !== first, 'it is another one');
    await isReady();
    await accept();
  });

  it('goes on in the page where it is accepted, and leaves nothing in the one where it was ready', async () => {
    const pages: MemoryMedia[] = [];
    await ring();
    await isReady();
    const other = ben.openView([], { media: (events) => (pages[0] ??= new MemoryMedia(events)) });
    await ben.untilSlice({ kind: 'overview' }, () => true, 'an overview');
    await accept(other);
    expect(pages[0]?.held).to.deep.equal([callId]);
    await waitUntil(() => ben.media.held.length === 0, 'nothing is left');
    other.close();
  });

  it('can be accepted in another page when the one where it was ready has gone', async () => {
    const pages: MemoryMedia[] = [];
    const other = ben.openView([], { media: (events) => (pages[0] ??= new MemoryMedia(events)) });
    await waitUntil(() => pages.length > 0, 'the page is there');
    await ring();
    await waitUntil(() => ben.media.held.length + (pages[0]?.held.length ?? 0) === 1, 'it is ready in one of them');
    other.close();
    await accept();
    expect(ben.media.held).to.deep.equal([callId]);
    expect(sent.filter((what) => what === 'session-accept').length).to.be.greaterThan(0);
  });

  it('ends by itself where two ring, and the other stays ready', async () => {
    await ring();
    await isReady();
    const first = callId;
    callId = crypto.randomUUID();
    await ring();
    await isReady();
    await ben.workspace.commands.rejectCall({ callId: first });
    await waitUntil(() => ben.media.held.length === 1, 'one is left');
    expect(ben.media.held).to.deep.equal([callId]);
  });
});
