import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

const JMI = 'urn:xmpp:jingle-message:0';

describe('a call that an agent makes or takes in another browser', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna'>>>;
  let anna: Desk;
  let ben: string;
  let sessionId: string;
  let callId: string;

  beforeEach(async () => {
    at = await openDesks('anna');
    ({ anna } = at.desks);
    at.server.addAccount('ben');
    ben = `ben@${at.server.domain}`;
    sessionId = crypto.randomUUID();
    callId = crypto.randomUUID();
  });

  afterEach(() => at.close());

  const propose = () =>
    `<propose xmlns="${JMI}" id="${callId}"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><description xmlns="urn:backchannel:im:0"/></propose>`;
  const answer = (name: string) => `<${name} xmlns="${JMI}" id="${callId}"/>`;

  const message = (from: string, to: string, content: string) =>
    `<message xmlns="jabber:client" from="${from}/other" to="${to}" type="chat" id="${crypto.randomUUID()}">${content}<thread>${sessionId}</thread><store xmlns="urn:xmpp:hints"/></message>`;

  /** Ben sends this to Anna. */
  const bens = (content: string) => message(ben, anna.jid, content);
  /** Anna's other browser sends this to Ben, and this one gets a carbon. */
  const annas = (content: string) =>
    `<message xmlns="jabber:client" from="${anna.jid}" to="${at.server.streamOf('anna').jid}"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${message(anna.jid, ben, content)}</forwarded></sent></message>`;
  const come = (...stanzas: readonly string[]) => stanzas.forEach((stanza) => at.server.deliver(stanza));
  const body = (text: string) => `<body>${text}</body>`;

  /** The session beside the call as this browser has it. */
  const isBeside = async (direction: 'incoming' | 'outgoing') => {
    const session = await anna.session('ben', 'connected');
    expect([session.id, session.direction, session.isPlain]).to.deep.equal([sessionId, direction, false]);
    expect((await anna.until(() => true, 'now')).sessions.length).to.equal(1);
  };

  it('is beside a session that is connected here too, once the colleague has accepted, with what is written in it at once', async () => {
    come(annas(propose()), bens(answer('proceed')), bens(body('Here I am')), annas(body('Good')));
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['Here I am', 'Good']);
    await isBeside('outgoing');
  });

  it('is beside a session that is connected here too, where the colleague’s answer comes first', async () => {
    come(bens(answer('ringing')), bens(answer('proceed')), annas(propose()), bens(body('Here I am')));
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Here I am']);
    await isBeside('outgoing');
  });

  it('leaves nothing here when it was given up, or rejected', async () => {
    come(annas(propose()), annas(answer('retract')), bens(answer('proceed')));
    callId = crypto.randomUUID();
    come(annas(propose()), bens(answer('reject')), bens(answer('proceed')));
    await at.server.streamOf('anna').settled();
    expect((await anna.until(() => true, 'now')).sessions).to.deep.equal([]);
  });

  it('is beside a session that is connected here too, once it is taken there, with what is written in it at once', async () => {
    come(bens(propose()), annas(answer('proceed')), bens(body('Good that you are there')));
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Good that you are there']);
    await isBeside('incoming');
  });

  it('doesn’t ring here where its answer there comes first, and is beside a session that is connected here too', async () => {
    come(annas(answer('proceed')), bens(propose()), bens(body('Good that you are there')));
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Good that you are there']);
    await isBeside('incoming');
    await anna.until(({ calls }) => calls.every(({ state }) => state.status === 'ended'), 'nothing rings here');
  });

  it('goes on there when it has ended here', async () => {
    come(bens(propose()), annas(answer('proceed')));
    await isBeside('incoming');
    await anna.until(({ calls }) => calls.every(({ state }) => state.status === 'ended'), 'nothing rings here');
    const { entries } = await anna.untilSlice({ kind: 'transcript', sessionId, last: 10 }, () => true, 'now');
    expect(entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []))).not.to.include('call-ended');
  });
});
