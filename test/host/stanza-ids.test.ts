import { expect } from '@open-wc/testing';
import { openDesks } from './desk.ts';
import { child } from './stanza-xml.ts';

describe('a stanza-id in the name of the account', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  /** Anna loses her stream and comes back. @returns after which item the archive is asked for */
  async function askedAfter(): Promise<string | undefined> {
    const { anna } = at.desks;
    const { archive } = at.server.accounts.get(anna.jid) ?? {};
    if (!archive) throw new Error('There is an archive.');
    const read = archive.read.bind(archive);
    const asked: (string | undefined)[] = [];
    archive.read = (query) => {
      const set = child(query, 'set');
      // It is asked for its end too, which says nothing of where the reading begins.
      if (set && !child(set, 'before')) asked.push(child(set, 'after')?.textContent ?? undefined);
      return read(query);
    };
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    globalThis.dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
    return asked[0];
  }

  /** Ben says something, and Anna gets it with this stanza-id. */
  async function hear(sessionId: string, id: string): Promise<void> {
    const { anna, ben } = at.desks;
    at.server
      .streamOf('anna')
      .send(
        `<message xmlns="jabber:client" from="${ben.jid}/x" to="${anna.jid}" type="chat" id="m1"><body>Hello</body><thread>${sessionId}</thread><stanza-id xmlns="urn:xmpp:sid:0" id="${id}" by="${anna.jid}"/></message>`,
      );
    await anna.messages(sessionId, 1);
  }

  it('moves nothing where the server does not say that it takes out forged ones', async () => {
    at.server.checksStanzaIds = false;
    await askedAfter();
    const sessionId = await at.desks.anna.talkWith(at.desks.ben);
    await hear(sessionId, 'forged');
    expect(await askedAfter()).not.to.equal('forged');
  });

  it('saves reading the archive again where it does', async () => {
    const sessionId = await at.desks.anna.talkWith(at.desks.ben);
    await hear(sessionId, 'real');
    // What comes beside it may stand before it in the archive, so that the reading begins behind what came half a minute ago.
    const ticking = performance.now.bind(performance);
    performance.now = () => ticking() + 30_000;
    try {
      expect(await askedAfter()).to.equal('real');
    } finally {
      performance.now = ticking;
    }
  });
});
