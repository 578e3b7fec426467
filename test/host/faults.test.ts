import { type Desk, openDesks } from './desk.ts';
import { expect } from '@open-wc/testing';
import { parseFrame } from './stanza-xml.ts';

describe('a session host', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let sessionId: string;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    sessionId = await at.desks.ben.talkWith(at.desks.anna);
  });

  afterEach(() => at.close());

  const say = (desk: Desk, body: string) => desk.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body });

  /** Resolves when the host has another connection, and everything is up to date. */
  async function reconnected(desk: Desk, interrupt: () => void): Promise<'new' | 'resumed'> {
    const how = new Promise<'new' | 'resumed'>(
      (resolve) => (at.server.onStream = (stream, way) => void (stream.account.jid === desk.jid && resolve(way))),
    );
    interrupt();
    await desk.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
    await desk.until(({ connection }) => connection.status === 'connected', 'connected');
    clearInterval(hurry);
    return how;
  }

  const withSender = (stanza: string, from: string) => {
    const element = parseFrame(stanza);
    element.setAttribute('from', from);
    return element;
  };
  const cut = () => at.server.streamOf('anna').line.cut();

  it('whose storage fails one question still answers all others', async () => {
    const { anna } = at.desks;
    const { count } = IDBIndex.prototype;
    IDBIndex.prototype.count = () => {
      throw new DOMException('Broken', 'UnknownError');
    };
    try {
      const view = anna.openView();
      const answered = (query: Parameters<typeof view.subscribe>[0]) => new Promise((resolve) => view.subscribe(query, resolve));
      const [account, overview] = await Promise.all([
        answered({ kind: 'account' }),
        answered({ kind: 'overview' }),
        answered({ kind: 'transcript', sessionId, last: 10 }),
        answered({ kind: 'targets', search: '', filter: 'all', first: 0, count: 10 }),
      ]);
      expect(account).to.deep.equal({ isSignInKept: false, sessions: 0, messages: 0 });
      expect(overview).to.have.property('connection').that.has.property('status', 'connected');
      await anna.untilSlice(
        { kind: 'diagnostics' },
        ({ counts }) => counts.some(({ reason }) => reason === 'slice-failed-account'),
        'the failure is counted',
      );
      view.close();
    } finally {
      IDBIndex.prototype.count = count;
    }
    await say(at.desks.ben, 'Still there?');
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Still there?']);
  });

  for (const claimed of [2 ** 32, -1]) {
    it(`begins a new stream where the server says on a resumption that it has handled ${claimed} stanzas`, async () => {
      const { anna, ben } = at.desks;
      const first = at.server.streamOf('anna');
      first.claimed = claimed;
      const ways: string[] = [];
      const isNew = new Promise<void>(
        (resolve) =>
          (at.server.onStream = (stream, way) => {
            if (stream.account.jid !== anna.jid) return;
            ways.push(way);
            if (way === 'new') resolve();
          }),
      );
      cut();
      const hurry = setInterval(() => dispatchEvent(new Event('online')), 10);
      await isNew;
      clearInterval(hurry);
      first.end();
      expect(ways).to.deep.equal(['resumed', 'new']);
      await anna.until(({ connection }) => connection.status === 'connected', 'connected');
      await anna.untilSlice(
        { kind: 'diagnostics' },
        ({ counts }) => counts.some(({ reason }) => reason === 'impossible-ack'),
        'it is counted',
      );
      await say(anna, 'one');
      await say(ben, 'two');
      expect([...(await anna.messages(sessionId, 2))].sort()).to.deep.equal(['one', 'two']);
      expect([...(await ben.messages(sessionId, 2))].sort()).to.deep.equal(['one', 'two']);
    });
  }

  it('shows what a host that was killed had sent and not stored, once it has resumed the stream', async () => {
    const { anna, ben } = at.desks;
    const stream = at.server.streamOf('anna');
    await stream.settled();
    // The server has a message that this host knows nothing of.
    const sent = `<message xmlns="jabber:client" to="${ben.jid}" type="chat" id="m1"><body>It has begun.</body><thread>${sessionId}</thread><origin-id xmlns="urn:xmpp:sid:0" id="m1"/><request xmlns="urn:xmpp:receipts"/></message>`;
    const how = reconnected(anna, () => {
      cut();
      at.server.receiveMessage(stream, withSender(sent, stream.jid));
      stream.claimed = stream.handled + 1;
    });
    expect(await how).to.equal('resumed');
    // Its receipt waits at the server for the stream, and must not be heard before the message is known.
    await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 10 },
      ({ entries }) =>
        entries.some((entry) => entry.kind === 'message' && entry.body === 'It has begun.' && entry.delivery === 'delivered'),
      'it is delivered',
    );
    // The view, which had no answer, gives the command again.
    expect(await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'It has begun.' })).to.deep.equal({});
    await say(anna, 'It goes on.');
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['It has begun.', 'It goes on.']);
  });

  it('resumes its stream after attempts that came to nothing, and has what came meanwhile', async () => {
    await at.server.streamOf('anna').settled();
    const how = reconnected(at.desks.anna, () => {
      at.server.refusals = 3;
      cut();
    });
    await say(at.desks.ben, 'Are you still there?');
    expect(await how).to.equal('resumed');
    expect(at.server.refusals).to.equal(0);
    expect(await at.desks.anna.messages(sessionId, 1)).to.deep.equal(['Are you still there?']);
  });

  it('has what the server gave to no stream while it handed its own over to the new connection, in its place', async () => {
    const { anna, ben } = at.desks;
    await say(ben, 'one');
    await anna.messages(sessionId, 1);
    await at.server.streamOf('anna').settled();
    const lost = `<message xmlns="jabber:client" from="${ben.jid}/desk" to="${anna.jid}" type="chat" id="m2"><body>two</body><thread>${sessionId}</thread><origin-id xmlns="urn:xmpp:sid:0" id="m2"/></message>`;
    const how = reconnected(anna, () => {
      cut();
      at.server.accounts.get(anna.jid)?.archive.add(lost, new Date().toISOString());
    });
    expect(await how).to.equal('resumed');
    await say(ben, 'three');
    expect(await anna.messages(sessionId, 3)).to.deep.equal(['one', 'two', 'three']);
  });

  it('hears what comes live where streams are not resumed, from the first and after each cut', async () => {
    const { anna, ben } = at.desks;
    at.server.hasResumption = false;
    // The first stream still has an id, and is resumed. The next ones have none.
    const first = at.server.streamOf('anna');
    expect(
      await reconnected(anna, () => {
        first.end();
        first.line.cut();
      }),
    ).to.equal('new');
    for (const [index, body] of ['one', 'two', 'three'].entries()) {
      await say(ben, body);
      expect(await anna.messages(sessionId, index + 1)).to.have.length(index + 1);
      const stream = at.server.streamOf('anna');
      await stream.settled();
      expect(stream.miscounts).to.deep.equal([]);
      expect(await reconnected(anna, cut)).to.equal('new');
    }
    await say(ben, 'four');
    expect(await anna.messages(sessionId, 4)).to.deep.equal(['one', 'two', 'three', 'four']);
  });
});
