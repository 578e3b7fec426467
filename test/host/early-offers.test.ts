import { expect } from '@open-wc/testing';
import { ServerEnd } from './server-end.ts';
import { attributes, child } from './stanza-xml.ts';
import { VoiceDesk } from './voice-desk.ts';
import { fillDisk } from '../fixtures/full-disk.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const JINGLE = 'urn:xmpp:jingle:1';
/** The elements of the messages of a call. */
const MESSAGES = ['propose', 'ringing', 'proceed', 'reject', 'retract', 'finish', 'received'];

describe('the offer of a call that rings', () => {
  let server: ServerEnd;
  let anna: VoiceDesk;
  let ben: VoiceDesk;
  let callId: string;
  /** What the two have sent each other of calls, in order: `anna session-initiate`, `ben answers`, `ben proceed`. */
  let sent: string[];
  /** What the server keeps to itself for a while, and hands on by `release`. */
  let isKept: (what: string) => boolean;
  let kept: (() => void)[];

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    [sent, isKept, kept] = [[], () => false, []];
    const requests = new Set<string>();
    for (const receive of ['receiveIq', 'receiveMessage'] as const) {
      const handOn = server[receive].bind(server);
      server[receive] = (from, stanza) => {
        const id = stanza.getAttribute('id') ?? '';
        const jingle = child(stanza, 'jingle');
        if (jingle) requests.add(id);
        const isAnswer = stanza.localName === 'iq' && !jingle;
        const name = jingle?.getAttribute('action') ?? MESSAGES.find((one) => child(stanza, one)) ?? '';
        const what = `${from.account.jid.split('@')[0] ?? ''} ${isAnswer ? (stanza.getAttribute('type') ?? '') : name}`;
        const isCalls = isAnswer ? requests.has(id) : name !== '';
        if (isCalls) sent.push(what);
        if (isCalls && isKept(what)) kept.push(() => handOn(from, stanza));
        else handOn(from, stanza);
      };
    }
    anna = await new VoiceDesk(server, 'anna').signIn();
    ben = await new VoiceDesk(server, 'ben').signIn();
    callId = crypto.randomUUID();
    await anna.untilSlice(
      { kind: 'targets', search: '', filter: 'all', first: 0, count: 10 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === ben.jid && row.status.availability === 'ready'),
      'Ben is there',
    );
  });

  afterEach(async () => {
    await Promise.all([anna.leave(), ben.leave()]);
    server.close();
  });

  const call = async () => {
    const { refused } = await anna.workspace.commands.call({ callId, sessionId: crypto.randomUUID(), target: ben.jid });
    expect(refused).to.equal(undefined);
    await ben.call('anna', 'invited');
  };
  const release = () => kept.splice(0).forEach((handOn) => handOn());
  const bothTalk = () => Promise.all([anna.call('ben', 'connected'), ben.call('anna', 'connected')]);
  const count = (what: string) => sent.filter((one) => one === what).length;

  it('is with the target before they accept, who has told nobody anything of it by then, and is not made again', async () => {
    await call();
    await waitUntil(() => sent.includes('ben result'), 'the offer is answered');
    expect(ben.talkingTo).to.deep.equal([]);
    expect(sent.filter((what) => what.startsWith('ben') && what !== 'ben received')).to.deep.equal(['ben ringing', 'ben result']);
    await ben.accept('anna');
    await bothTalk();
    expect(count('anna session-initiate')).to.equal(1);
  });

  it('is answered where the acceptance itself comes later, or never', async () => {
    isKept = (what) => what === 'ben proceed';
    await call();
    await waitUntil(() => sent.includes('ben result'), 'the offer is answered');
    await ben.accept('anna');
    await bothTalk();
    const { length } = sent;
    release();
    await waitUntil(() => sent.indexOf('anna received', length) > 0, 'the acceptance has come');
    await bothTalk();
  });

  it('has its answer in the document with the sound before the caller’s views have to show that it is accepted', async () => {
    isKept = (what) => what === 'ben proceed';
    await call();
    await waitUntil(() => sent.includes('ben result'), 'the offer is answered');
    const order: string[] = [];
    const receiveJingle = anna.media.receiveJingle.bind(anna.media);
    anna.media.receiveJingle = (...inputs) => {
      order.push(String(inputs[2].action));
      return receiveJingle(...inputs);
    };
    anna.workspace.subscribe({ kind: 'overview' }, ({ calls }) => order.push(...calls.map(({ state }) => state.status)));
    await waitUntil(() => order.includes('inviting'), 'the view knows the call');
    await ben.accept('anna');
    await bothTalk();
    expect(order.filter((one) => one !== 'inviting')[0]).to.equal('session-accept');
  });

  it('connects by its answer at once, also where nothing can be stored at the caller', async () => {
    isKept = (what) => what === 'ben proceed';
    await call();
    await waitUntil(() => sent.includes('ben result'), 'the offer is answered');
    const free = fillDisk(anna.jid);
    try {
      await ben.accept('anna');
      await bothTalk();
    } finally {
      free();
    }
  });

  it('comes to nothing when the caller gives up while it is on its way', async () => {
    isKept = (what) => what === 'anna session-initiate';
    await call();
    await waitUntil(() => kept.length === 1, 'the offer is on its way');
    await anna.workspace.commands.endCall({ callId });
    expect((await ben.call('anna', 'ended')).state).to.include({ reason: 'missed' });
    release();
    await waitUntil(() => sent.includes('ben error'), 'there is no such call');
    expect(anna.media.held).to.deep.equal([]);
    expect(ben.media.held).to.deep.equal([]);
    expect((await anna.call('ben', 'ended')).state).to.include({ reason: 'cancelled' });
  });

  it('is forgotten with the call that the target rejects', async () => {
    await call();
    await waitUntil(() => sent.includes('ben result'), 'the offer is answered');
    await ben.workspace.commands.rejectCall({ callId });
    expect((await anna.call('ben', 'ended')).state).to.include({ reason: 'rejected' });
    expect(anna.media.held).to.deep.equal([]);
    expect(count('anna session-terminate')).to.equal(0);
  });

  it('is made when the call is accepted to a target that takes none before, as an earlier Backchannel', async () => {
    const { receiveIq } = server;
    server.receiveIq = (from, iq) => {
      const isEarly = child(iq, 'jingle', JINGLE)?.getAttribute('action') === 'session-initiate' && !sent.includes('ben proceed');
      if (!isEarly) return receiveIq(from, iq);
      sent.push('anna session-initiate');
      const head = attributes({ type: 'error', id: iq.getAttribute('id') ?? '', from: iq.getAttribute('to') ?? '', to: from.jid });
      const error = `<item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><unknown-session xmlns="urn:xmpp:jingle:errors:1"/>`;
      from.send(`<iq xmlns="jabber:client"${head}><error type="cancel">${error}</error></iq>`);
    };
    await call();
    await waitUntil(() => sent.includes('anna session-initiate'), 'the offer is refused');
    await ben.accept('anna');
    await bothTalk();
    expect(count('anna session-initiate')).to.equal(2);
  });

  it('goes to each browser of the target, of which any may accept', async () => {
    const phone = `${ben.jid}/phone`;
    const offers: string[] = [];
    const { receiveIq } = server;
    server.receiveIq = (from, iq) => {
      if (iq.getAttribute('to') !== phone) return receiveIq(from, iq);
      offers.push(child(iq, 'jingle', JINGLE)?.getAttribute('action') ?? '');
      from.send(`<iq xmlns="jabber:client"${attributes({ type: 'result', id: iq.getAttribute('id') ?? '', from: phone, to: from.jid })}/>`);
    };
    const say = (what: string) => {
      const head = attributes({ from: phone, to: anna.jid, type: 'chat', id: `${what}-${callId}` });
      const answer = `<${what} xmlns="urn:xmpp:jingle-message:0"${attributes({ id: callId })}/>`;
      server.deliver(`<message xmlns="jabber:client"${head}>${answer}</message>`);
    };
    await call();
    say('ringing');
    await waitUntil(() => sent.includes('ben result') && offers.length > 0, 'both have the offer');
    say('proceed');
    expect(await anna.call('ben', 'connected')).to.include({ device: phone });
    expect(count('anna session-initiate')).to.equal(1);
    expect(offers).to.deep.equal(['session-initiate']);
    await anna.workspace.commands.endCall({ callId });
    expect(offers).to.include('session-terminate');
  });
});
