import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

describe('reading the archive', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let sessionId: string;
  let hurry: ReturnType<typeof setInterval>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna } = at.desks);
    sessionId = await at.desks.ben.talkWith(anna);
    await at.server.streamOf('anna').settled();
  });

  afterEach(async () => {
    clearInterval(hurry);
    at.server.onArchiveQuery = () => undefined;
    await at.close();
  });

  const message = (number: number, body = `${number}`) =>
    `<message xmlns="jabber:client" from="${at.desks.ben.jid}/x" to="${anna.jid}" type="chat" id="m${number}"><origin-id xmlns="urn:xmpp:sid:0" id="m${number}"/><body>${body}</body><thread>${sessionId}</thread></message>`;

  /** Anna loses her stream, misses these, and comes back as soon as she can. */
  async function miss(...stanzas: readonly string[]): Promise<void> {
    const { archive } = at.server.accounts.get(anna.jid)!;
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    for (const stanza of stanzas) archive.add(stanza);
    hurry = setInterval(() => dispatchEvent(new Event('online')), 20);
  }

  const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const connected = () => anna.until(({ connection }) => connection.status === 'connected', 'connected');

  it('asks for the newest before the agent is seen, and shows it before anything else is read', async () => {
    const wereSeen: boolean[] = [];
    at.server.onArchiveQuery = ({ line, isAvailable }) => {
      wereSeen.push(isAvailable);
      // Nothing comes but the archive's end.
      if (wereSeen.length === 2) line.hold();
    };
    await miss(...numbers(1, 600).map((number) => message(number)));
    const { entries } = await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 60 },
      (slice) => slice.entries.some((entry) => entry.id === 'm600'),
      'the newest is there',
    );
    expect(entries.some(({ id }) => id === 'm1')).to.equal(false);
    expect(wereSeen[0]).to.equal(false);
    at.server.streamOf('anna').line.release();
    await connected();
    expect(await anna.messages(sessionId, 600)).to.deep.equal(numbers(1, 600).map(String));
  });

  it('shows the newest of many before those in between are read, and everything in its order at the end', async () => {
    let queries = 0;
    // The third query is for the second page. Nothing of it comes before the newest is seen.
    const held = new Promise<void>((resolve) => {
      at.server.onArchiveQuery = ({ line }) => {
        if ((queries += 1) !== 3) return;
        line.hold();
        resolve();
      };
    });
    await miss(...numbers(1, 600).map((number) => message(number)));
    const { entries } = await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 60 },
      (slice) => slice.entries.some((entry) => entry.id === 'm600'),
      'the newest is there',
    );
    expect(entries.some(({ id }) => id === 'm300')).to.equal(false);
    await held;
    at.server.streamOf('anna').line.release();
    await connected();
    expect(await anna.messages(sessionId, 600)).to.deep.equal(numbers(1, 600).map(String));
  });

  it('gets on where the connection is lost in every page: what has come counts', async () => {
    at.server.onArchiveQuery = ({ line }) => {
      let count = 0;
      const send = line.send.bind(line);
      line.send = (frame) => {
        if (frame.includes('urn:xmpp:mam:2') && (count += 1) > 12) line.cut();
        else send(frame);
      };
    };
    await miss(...numbers(1, 60).map((number) => message(number)));
    await anna.messages(sessionId, 25);
    at.server.onArchiveQuery = () => undefined;
    expect(await anna.messages(sessionId, 60)).to.deep.equal(numbers(1, 60).map(String));
  });

  it('passes over what no connection survives, and says so where it would stand', async () => {
    at.server.onArchiveQuery = ({ line }) => {
      const send = line.send.bind(line);
      line.send = (frame) => (frame.length > 65_536 ? line.cut(1009) : send(frame));
    };
    await miss(
      ...numbers(1, 10).map((number) => message(number)),
      message(11, 'x'.repeat(70_000)),
      ...numbers(12, 20).map((number) => message(number)),
    );
    await connected();
    const { entries } = await anna.untilSlice(
      { kind: 'transcript', sessionId, last: 60 },
      (slice) => slice.entries.some((entry) => entry.id === 'm20'),
      'the last is there',
    );
    const said = entries.map((entry) => (entry.kind === 'message' ? entry.body : entry.event));
    expect(said.slice(said.indexOf('1'))).to.deep.equal([
      ...numbers(1, 10).map(String),
      'messages-missing',
      ...numbers(12, 20).map(String),
    ]);
  });
});
