import { expect } from '@open-wc/testing';
import { waitUntil } from '../fixtures/wait-until.ts';
import { ChangingPolicy } from './changing-policy.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';
import { NO_POLICY, type Policy } from '../../src/model/policy.ts';
import type { Overview } from '../../src/model/workspace.ts';

const BOB = 'bob@evil.example';
const MARKED_BOB = `\u26A0\uFE0E ${BOB}`;
const DEVICE = `${BOB}/phone`;
const JMI = 'urn:xmpp:jingle-message:0';
const RTP = '<description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/>';
const IM = '<description xmlns="urn:backchannel:im:0"/>';
const STORE = '<store xmlns="urn:xmpp:hints"/>';

describe('a stranger', () => {
  let server: ServerEnd;
  let policy: ChangingPolicy;
  let anna: Desk;
  let ben: Desk;
  /** What Anna's client has sent. */
  let sent: string[];

  /** @param given Undefined: the page decides. */
  async function open(given: Partial<Policy> | undefined): Promise<void> {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    policy = new ChangingPolicy(given ?? {});
    anna = await new Desk(server, 'anna', given && { policy }).signIn();
    ben = await new Desk(server, 'ben').signIn();
    sent = [];
    listen();
    // Another server is responsible for strangers, so that no error comes back for what is sent to them.
    const receiveMessage = server.receiveMessage.bind(server);
    server.receiveMessage = (from, stanza) => {
      if (!stanza.getAttribute('to')?.endsWith('@evil.example')) receiveMessage(from, stanza);
    };
  }

  function listen(): void {
    const { line } = server.streamOf('anna');
    const take = line.onFrame;
    line.onFrame = (frame) => {
      sent.push(frame);
      take(frame);
    };
  }

  afterEach(async () => {
    await Promise.all([anna.leave(), ben.leave()]);
    server.close();
  });

  const toStrangers = () => sent.filter((frame) => /to=["'][^"']*(evil|partner)\.example/.test(frame));
  const message = (inner: string, { from = DEVICE, to = anna.jid, type = 'chat' } = {}) =>
    `<message xmlns="jabber:client" from="${from}" to="${to}" type="${type}" id="${crypto.randomUUID()}">${inner}</message>`;
  const said = (name: string, id: string, inner = '') => `<${name} xmlns="${JMI}" id="${id}">${inner}</${name}>`;
  const carbon = (inner: string, direction = 'received') =>
    message(`<${direction} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${inner}</forwarded></${direction}>`, {
      from: anna.jid,
    });
  const iq = (inner: string, type = 'get', from = DEVICE) =>
    `<iq xmlns="jabber:client" from="${from}" to="${server.streamOf('anna').jid}" type="${type}" id="${crypto.randomUUID()}">${inner}</iq>`;
  const presence = (from: string, type = '') =>
    `<presence xmlns="jabber:client" from="${from}" to="${anna.jid}"${type && ` type="${type}"`}/>`;

  /** A colleague writes. When that has come, everything before it has been taken too. */
  async function colleagueWrites(): Promise<Overview> {
    server.deliver(message('<body>from here</body>', { from: `${ben.jid}/x` }));
    const overview = await anna.until(
      ({ sessions }) => sessions.some(({ peerLogon, initialMessage }) => peerLogon === 'ben' && initialMessage === 'from here'),
      'the colleague is heard',
    );
    await server.streamOf('anna').settled();
    return overview;
  }

  const everything = () => [
    message(
      '<body>Hello</body><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/><composing xmlns="http://jabber.org/protocol/chatstates"/>',
    ),
    message('<body>Hello</body>', { from: BOB }),
    message('<body>Hello</body>', { from: 'evil.example' }),
    message('<body>Hello</body>', { type: 'normal' }),
    message('<body>Hello</body>', { from: `room@conference.${server.domain}/ben` }),
    message('<body>Hello</body>', { from: `ben@${server.domain}.evil.example/x` }),
    message(said('propose', 'p1', IM) + STORE),
    message(said('propose', 'p2', RTP) + STORE),
    message(`<thread>p4</thread>${said('propose', 'p3', RTP + IM)}${STORE}`),
    message(said('propose', 'p5', `${RTP}<contact xmlns="urn:backchannel:call:0" name="Maria"/>`)),
    message('<received xmlns="urn:xmpp:receipts" id="x"/>'),
    carbon(message('<body>Hello</body>')),
    carbon(message(said('propose', 'p6', IM))),
    presence(DEVICE),
    presence(BOB, 'subscribe'),
    presence(BOB, 'probe'),
  ];
  const requests = () => [
    iq('<query xmlns="http://jabber.org/protocol/disco#info"/>'),
    iq('<query xmlns="http://jabber.org/protocol/disco#items"/>'),
    iq('<query xmlns="jabber:iq:version"/>'),
    iq('<query xmlns="jabber:iq:last"/>'),
    iq('<ping xmlns="urn:xmpp:ping"/>'),
    iq('<ping xmlns="urn:xmpp:ping"/><ping xmlns="urn:xmpp:ping"/>'),
    iq(''),
    iq('<query xmlns="jabber:iq:roster"><item jid="x@evil.example" subscription="both"/></query>', 'set'),
    iq('<jingle xmlns="urn:xmpp:jingle:1" action="session-initiate" sid="p2"/>', 'set'),
    iq('<ping xmlns="urn:xmpp:ping"/>', 'get', `x1@guest.${server.domain}/page`),
  ];

  it('is not seen, not answered and not told of, live, by carbon or from the archive', async () => {
    await open({});
    for (const stanza of everything()) server.deliver(stanza);
    // This comes while nobody is there, so that it is in the archive.
    const stream = server.streamOf('anna');
    stream.end();
    stream.line.cut();
    for (const stanza of everything()) if (stanza.startsWith('<message')) server.deliver(stanza);
    globalThis.dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'away');
    await anna.until(({ connection }) => connection.status === 'connected', 'back');
    listen();
    const { sessions, calls } = await colleagueWrites();
    expect(sessions.map(({ peer }) => peer)).to.deep.equal([ben.jid]);
    expect(calls).to.deep.equal([]);
    expect(toStrangers()).to.deep.equal([]);
    await anna.untilSlice({ kind: 'diagnostics' }, ({ counts }) => counts.some(({ reason }) => reason === 'stranger'), 'it is counted');
  });

  it('is answered as nobody is: by what the server says where no device is', async () => {
    await open({ strangers: 'marked' });
    for (const stanza of requests()) server.deliver(stanza);
    await colleagueWrites();
    const answers = sent.filter((frame) => /^<iq[^>]* type="(?:error|result)"/.test(frame));
    expect(answers).to.have.lengthOf(requests().length);
    for (const answer of answers) {
      expect(answer).to.match(
        /type="error"[^>]*><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"\/><\/error><\/iq>$/,
      );
    }
    sent.length = 0;
    server.deliver(iq('<ping xmlns="urn:xmpp:ping"/>', 'get', `${ben.jid}/x`));
    await server.streamOf('anna').settled();
    await waitUntil(() => sent.some((frame) => frame.startsWith('<iq') && frame.includes('type="result"')), 'a colleague is answered');
  });

  it('isn’t the agent’s own server, which asks for what it is to tell each device of (XEP-0115), as ejabberd does', async () => {
    await open({});
    server.deliver(iq('<query xmlns="http://jabber.org/protocol/disco#info"/>', 'get', server.domain));
    await waitUntil(() => sent.some((frame) => /^<iq[^>]* type="result".*sessions:0\+notify/.test(frame)), 'it is told');
    server.deliver(iq('<query xmlns="http://jabber.org/protocol/disco#info"/>', 'get', `other.${server.domain}`));
    await waitUntil(() => sent.some((frame) => /^<iq[^>]* type="error"/.test(frame)), 'another host is not');
  });

  it('whom the policy lets in is shown by the whole address and a mark, and told nothing', async () => {
    await open({ strangers: 'marked' });
    server.deliver(presence(DEVICE));
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    const invited = await anna.session(MARKED_BOB, 'invited');
    expect(invited).to.include({ peerName: MARKED_BOB, isStranger: true, isPeerOffline: false });
    await anna.workspace.commands.display({ sessionId: 'p1' });
    await colleagueWrites();
    expect(toStrangers(), 'nothing tells that it rings').to.deep.equal([]);
    await anna.workspace.commands.accept({ sessionId: 'p1' });
    server.deliver(
      message('<thread>p1</thread><body>Hello</body><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/>'),
    );
    await anna.messages('p1', 1);
    await anna.workspace.commands.display({ sessionId: 'p1' });
    await anna.workspace.commands.setTyping({ sessionId: 'p1', isTyping: true });
    await anna.workspace.commands.send({ sessionId: 'p1', messageId: 'm1', body: 'Who is this?' });
    await anna.workspace.commands.endSession({ sessionId: 'p1' });
    await anna.session(MARKED_BOB, 'ended');
    await colleagueWrites();
    const told = toStrangers().map((frame) => /<(proceed|finish|received|displayed|ringing|composing|body)\b/.exec(frame)?.[1]);
    expect(told, 'what the agent did, and nothing else').to.deep.equal(['proceed', 'body', 'finish']);
  });

  it('is not told that the agent rejects, nor that a call rings, nor that there are no calls', async () => {
    await open({ strangers: 'marked' });
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    server.deliver(message(said('propose', 'p2', RTP) + STORE));
    await anna.session(MARKED_BOB, 'invited');
    const { calls } = await anna.until((overview) => overview.calls.length > 0, 'it rings');
    expect(calls[0]).to.include({ peerName: MARKED_BOB, peerLogon: MARKED_BOB, isStranger: true });
    expect(calls[0]?.party.kind).to.equal('colleague');
    await anna.workspace.commands.reject({ sessionId: 'p1' });
    await anna.workspace.commands.rejectCall({ callId: 'p2' });
    policy.change({ strangers: 'marked', privileges: { ...NO_POLICY.privileges, canCall: false } });
    await anna.until((overview) => !overview.policy.privileges.canCall, 'no calls any more');
    server.deliver(message(said('propose', 'p3', RTP) + STORE));
    await colleagueWrites();
    expect(toStrangers()).to.deep.equal([]);
  });

  it('whom the agent writes to can answer, in that session alone', async () => {
    await open({});
    await anna.workspace.commands.invite({ sessionId: 'own', target: BOB });
    expect(await anna.session(MARKED_BOB, 'inviting')).to.include({ isStranger: true });
    server.deliver(message(said('proceed', 'own') + STORE));
    await anna.session(MARKED_BOB, 'connected');
    server.deliver(message('<thread>own</thread><body>Yes?</body><request xmlns="urn:xmpp:receipts"/>'));
    expect(await anna.messages('own', 1)).to.deep.equal(['Yes?']);
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    server.deliver(message(said('propose', 'p2', RTP) + STORE));
    server.deliver(message('<thread>own</thread><body>Not theirs</body>', { from: 'eve@evil.example/x' }));
    await colleagueWrites();
    expect(
      toStrangers().some((frame) => frame.includes('<received')),
      'who was invited gets receipts',
    ).to.equal(true);
    await anna.workspace.commands.endSession({ sessionId: 'own' });
    await anna.session(MARKED_BOB, 'ended');
    server.deliver(message('<thread>own</thread><body>More</body>'));
    server.deliver(message('<body>More</body>'));
    const { sessions, calls } = await colleagueWrites();
    expect([sessions.map(({ peer }) => peer).sort(), calls]).to.deep.equal([[ben.jid, BOB].sort(), []]);
    expect(await anna.messages('own', 1)).to.deep.equal(['Yes?']);
  });

  it('whom another device of the agent writes to can answer, too', async () => {
    await open({});
    server.deliver(carbon(message('<thread>t1</thread><body>Are you there?</body>', { from: `${anna.jid}/phone`, to: BOB }), 'sent'));
    await anna.session(MARKED_BOB, 'connected');
    server.deliver(message('<thread>t1</thread><body>Yes</body>'));
    expect(await anna.messages('t1', 2)).to.deep.equal(['Are you there?', 'Yes']);
  });

  it('is out as soon as the policy says so: invitations go, and what goes on ends', async () => {
    await open({ strangers: 'marked' });
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    server.deliver(message(said('propose', 'p2', IM) + STORE, { from: 'eve@evil.example/x' }));
    server.deliver(message(said('propose', 'p3', RTP) + STORE, { from: 'eve@evil.example/x' }));
    await anna.session(MARKED_BOB, 'invited');
    await anna.workspace.commands.accept({ sessionId: 'p1' });
    await anna.until(({ sessions, calls }) => sessions.length === 2 && calls.length === 1, 'all are there');
    policy.change({});
    const ended = await anna.session(MARKED_BOB, 'ended');
    expect(ended.state).to.include({ reason: 'not-allowed' });
    const { sessions } = await anna.until(
      ({ sessions: all, calls }) => all.length === 1 && calls.every(({ state }) => state.status === 'ended'),
      'what was asked is gone',
    );
    expect(sessions[0]?.id).to.equal('p1');
    server.deliver(message('<thread>p1</thread><body>Still here</body>'));
    await colleagueWrites();
    expect(toStrangers().map((frame) => /<(proceed|finish|reject|retract)\b/.exec(frame)?.[1])).to.deep.equal(['proceed', 'finish']);
  });

  it('stays out, and a trusted domain in, by what the page has said, in the next host too', async () => {
    await open(undefined);
    const say = anna.workspace.commands;
    expect(await say.setTrustedDomains({ hosts: ['Partner.example.', '*.evil.example', 'not a host'] })).to.deep.equal({});
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    server.deliver(message(said('propose', 'p2', IM) + STORE, { from: 'eve@partner.example/x' }));
    await anna.session('eve@partner.example', 'invited');
    expect((await colleagueWrites()).sessions.map(({ peer }) => peer).sort()).to.deep.equal([ben.jid, 'eve@partner.example'].sort());
    expect(await say.setStrangers({ strangers: 'marked' })).to.deep.equal({});
    server.deliver(message(said('propose', 'p3', IM) + STORE));
    await anna.session(MARKED_BOB, 'invited');
    const { policy: next } = await new Desk(server, 'anna').until(
      ({ policy: read }) => read.strangers !== undefined,
      'the next host has read it',
    );
    expect([next.strangers, next.trustedDomains]).to.deep.equal(['marked', ['partner.example']]);
    await (say.setStrangers as (input: object) => Promise<unknown>)({ strangers: 'Marked' });
    const { sessions } = await anna.until(
      ({ sessions: all }) => all.every(({ peer }) => peer !== BOB),
      'what cannot be read lets nobody in',
    );
    expect(sessions.map(({ peer }) => peer)).to.contain('eve@partner.example');
  });

  it('is a colleague from when the policy trusts the domain, and no longer than that', async () => {
    await open({ strangers: 'marked' });
    server.deliver(message(said('propose', 'p1', IM) + STORE));
    await anna.session(MARKED_BOB, 'invited');
    policy.change({ trustedDomains: ['evil.example'] });
    const trusted = await anna.session(BOB, 'invited');
    expect(trusted.isStranger).to.equal(undefined);
    server.deliver(message(said('propose', 'p2', IM) + STORE, { from: 'eve@evil.example/x' }));
    await anna.session('eve@evil.example', 'invited');
    await colleagueWrites();
    expect(toStrangers().map((frame) => /<(ringing)\b/.exec(frame)?.[1])).to.deep.equal(['ringing']);
    server.deliver(message(said('propose', 'p3', IM) + STORE, { from: 'x@sub.evil.example/x' }));
    await anna.workspace.commands.accept({ sessionId: 'p1' });
    policy.change({ trustedDomains: ['partner.example'] });
    await anna.session(MARKED_BOB, 'ended');
    const { sessions } = await anna.until(({ sessions: all }) => all.length === 2, 'the invitation is gone');
    expect(sessions.map(({ peer }) => peer).sort()).to.deep.equal([ben.jid, BOB].sort());
  });
});
