import { expect } from '@open-wc/testing';
import { Desk, openDesks } from './desk.ts';
import { listenAt } from './memory-socket.ts';

const JMI = 'urn:xmpp:jingle-message:0';

describe('what a session host cannot read', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let sessionId: string;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    sessionId = await at.desks.anna.talkWith(at.desks.ben);
  });

  afterEach(() => at.close());

  const fromBen = (inner: string, attributes = '') =>
    `<message xmlns="jabber:client" from="${at.desks.ben.jid}/x" to="${at.desks.anna.jid}" type="chat" id="${crypto.randomUUID()}"${attributes}>${inner}</message>`;
  const said = (body: string, beside = '') => fromBen(`<body>${body}</body><thread>${sessionId}</thread>${beside}`);
  const carbons = (depth: number): string =>
    depth === 0
      ? '<body>deep</body>'
      : `<received xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client">${carbons(depth - 1)}</message></forwarded></received>`;
  const bodies = async (count: number) => at.desks.anna.messages(sessionId, count);
  const dropped = async (reason: string) =>
    (
      await at.desks.anna.untilSlice(
        { kind: 'diagnostics' },
        ({ counts }) => counts.some((one) => one.reason === reason),
        `${reason} is counted`,
      )
    ).counts.find((one) => one.reason === reason)?.count;

  /** The next message is heard whatever came before, and everything is acknowledged once. */
  async function expectNextIsHeard(count: number): Promise<void> {
    const stream = at.server.streamOf('anna');
    stream.send(said(`next ${count}`));
    expect((await bodies(count)).at(-1)).to.equal(`next ${count}`);
    await stream.settled();
    expect(stream.acknowledged).to.equal(stream.sent);
    expect(stream.miscounts).to.deep.equal([]);
  }

  it('costs the agent that frame, not the stream', async () => {
    const stream = at.server.streamOf('anna');
    const frames = [
      ...['constructor', 'toString', '__proto__', 'hasOwnProperty'].map((name) =>
        fromBen(`<propose xmlns="${JMI}" id="${name}" ${name}="1"><description xmlns="urn:backchannel:im:0"/></propose>`),
      ),
      fromBen(carbons(1_700)),
      fromBen('<a>'.repeat(300_000)),
      fromBen('<a></b>'),
      fromBen('<body>&#0;</body>'),
      fromBen(`<x a="&nonsense;"/>`),
      `${said('two')}${said('in one')}`,
      '<message',
      '</message>',
      '<!DOCTYPE a><message/>',
      '<presence xmlns="jabber:client" type="--transport-disconnected"/>',
      '<presence xmlns="jabber:client" type="disconnected"/>',
      '<iq xmlns="jabber:client" type="nonsense" id="1"/>',
      '<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><not-authorized/></failure>',
      '<resumed xmlns="urn:xmpp:sm:3" h="nonsense"/>',
      '<a xmlns="urn:xmpp:sm:3"/>',
      ...['', 'NaN', '-1', '4294967296', '4000000000', '1e3', '99999999999999999999'].map((h) => `<a xmlns="urn:xmpp:sm:3" h="${h}"/>`),
      '',
    ];
    for (const frame of frames) stream.inject(frame);
    await expectNextIsHeard(1);
    expect(at.server.streamOf('anna')).to.equal(stream);
    expect(await dropped('frame-too-deep')).to.equal(2);
    expect(await dropped('frame-several-roots')).to.equal(1);
    // Receipts still tell that what is sent has arrived.
    await at.desks.anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'I hear you.' });
    await at.desks.ben.messages(sessionId, 1);
    await at.desks.anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.isOwn && entry.delivery !== 'waiting'),
      'it is sent',
    );
  });

  it('costs nothing else of a message that can', async () => {
    const stream = at.server.streamOf('anna');
    stream.send(said('no stamp', '<delay xmlns="urn:xmpp:delay"/>'));
    stream.send(said('no time', '<delay xmlns="urn:xmpp:delay" stamp="tomorrow"/>'));
    expect(await bodies(2)).to.deep.equal(['no stamp', 'no time']);
    await expectNextIsHeard(3);
  });

  it("leaves a colleague's status one that there is", async () => {
    const stream = at.server.streamOf('anna');
    const presence = (inner: string) => `<presence xmlns="jabber:client" from="${at.desks.ben.jid}/x">${inner}</presence>`;
    for (const inner of [
      '<show>busy</show>',
      '<show/>',
      '<show>constructor</show><priority>nonsense</priority>',
      '<c xmlns="http://jabber.org/protocol/caps"/>',
      '<idle xmlns="urn:xmpp:idle:1" since="never"/>',
    ])
      stream.send(presence(inner));
    stream.send(
      `<presence xmlns="jabber:client" from="${at.desks.ben.jid}/y"><show>away</show><status>${'x'.repeat(100_000)}</status></presence>`,
    );
    await expectNextIsHeard(1);
    // A view that is opened now gets all of its answers.
    const view = at.desks.anna.openView();
    const { rows } = await new Promise<{ readonly rows: readonly object[] }>((resolve) =>
      view.subscribe({ kind: 'targets', search: '', filter: 'all', first: 0, count: 10 }, resolve),
    );
    expect(rows).to.have.length.above(0);
    view.close();
  });

  it('costs an item of the archive, wherever in a page it is', async () => {
    const { anna } = at.desks;
    const { archive } = at.server.accounts.get(anna.jid) ?? {};
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    const poison = fromBen('<a>'.repeat(60) + '</a>'.repeat(60));
    // A page has 250 items, so that there is one page of nothing else, and both kinds of page ends come up.
    for (let number = 0; number < 300; number += 1) archive?.add(poison);
    archive?.add(said('between'));
    for (let number = 0; number < 249; number += 1) archive?.add(poison);
    archive?.add(said('after'));
    archive?.add(fromBen(carbons(1_700)));
    globalThis.dispatchEvent(new Event('online'));
    expect(await bodies(2)).to.deep.equal(['between', 'after']);
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    await expectNextIsHeard(3);
    // The archive's end is read once more, to be shown first.
    expect(await dropped('frame-too-deep')).to.be.within(550, 580);
  });

  it('is asked for once, where the archive leads in circles', async () => {
    const { anna } = at.desks;
    const { archive } = at.server.accounts.get(anna.jid) ?? {};
    if (!archive) throw new Error('There is an archive.');
    let asked = 0;
    archive.read = () => ({
      items: [],
      fin: `<fin xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><last>${(asked += 1) % 3}</last></set></fin>`,
    });
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    globalThis.dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    // Once for its end, and then until it names an item that it has named before.
    expect(asked).to.equal(5);
    await expectNextIsHeard(1);
  });
});

describe('signing in to a server that cannot be read', () => {
  for (const frame of ['<nonsense', '<features xmlns="http://etherx.jabber.org/streams"><a></features>', '']) {
    it(`fails at "${frame}"`, async () => {
      const { server, close } = await openDesks();
      const address = 'wss://unreadable.example/xmpp-websocket';
      const stop = listenAt(address, (line) => (line.onFrame = () => line.send(frame)));
      const desk = new Desk(server, 'anna');
      const { refused } = await desk.workspace.commands.signIn({ jid: desk.jid, token: 'x', service: address, isKept: false });
      expect(refused).to.equal('sign-in');
      stop();
      await desk.leave();
      await close();
    });
  }
});
