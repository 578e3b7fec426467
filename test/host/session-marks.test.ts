import { waitUntil } from '../fixtures/wait-until.ts';
import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

const NODE = 'urn:backchannel:sessions:0';

describe('what an agent does with a session in one browser', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  const kept = () => at.server.accounts.get(anna.jid)?.nodes.get(NODE);

  /** Anna's other browser tells this of a session, as her server keeps it and passes it on. */
  function otherBrowserTells(sessionId: string, mark: string, from = anna.jid): void {
    const item = `<item xmlns="http://jabber.org/protocol/pubsub" id="${sessionId}">${mark}</item>`;
    if (from === anna.jid) at.server.accounts.get(anna.jid)?.nodes.set(NODE, (kept() ?? new Map<string, string>()).set(sessionId, item));
    at.server.deliver(
      `<message xmlns="jabber:client" from="${from}" to="${at.server.streamOf('anna').jid}" type="headline"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${NODE}"><item id="${sessionId}">${mark}</item></items></event></message>`,
    );
  }

  const markOf = (state: string, read = '') =>
    `<session xmlns="${NODE}" state="${state}"${read ? ` read="${read}"` : ''} at="${new Date().toISOString()}"/>`;

  async function endedSession(): Promise<string> {
    const sessionId = await anna.talkWith(ben);
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Done here' });
    await anna.messages(sessionId, 1);
    await ben.workspace.commands.endSession({ sessionId });
    await anna.session('ben', 'ended');
    return sessionId;
  }

  /** Resolves when the server keeps what matches. */
  async function untilKept(sessionId: string, pattern: RegExp): Promise<string> {
    for (;;) {
      const item = kept()?.get(sessionId) ?? '';
      if (pattern.test(item)) return item;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('is told the others by a private node: that it is done, how far it was read, and no word of what was said', async () => {
    const sessionId = await endedSession();
    await anna.workspace.commands.markDone({ sessionId });
    const item = await untilKept(sessionId, /state="done"/);
    expect(item).to.match(/read="m1"/);
    expect(item).not.to.contain('Done here');
    expect(item).not.to.contain('ben');
  });

  it('is done in the others, at once or when they hear of it later', async () => {
    const sessionId = await endedSession();
    otherBrowserTells(sessionId, markOf('done', 'm0'));
    otherBrowserTells(sessionId, markOf('done', 'm1'), ben.jid);
    await at.server.streamOf('anna').settled();
    expect(
      (await anna.until(() => true, 'now')).sessions.map(({ id }) => id),
      'neither an old mark nor a forged one counts',
    ).to.deep.equal([sessionId]);
    otherBrowserTells(sessionId, markOf('done', 'm1'));
    await anna.until(({ sessions }) => sessions.length === 0, 'it is done');
  });

  it('is taken from the server where it was done while this browser was closed', async () => {
    const sessionId = await endedSession();
    kept()?.set(sessionId, '');
    at.server.accounts
      .get(anna.jid)
      ?.nodes.set(
        NODE,
        new Map([[sessionId, `<item xmlns="http://jabber.org/protocol/pubsub" id="${sessionId}">${markOf('done', 'm1')}</item>`]]),
      );
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ sessions }) => sessions.length === 0, 'it is done');
  });

  it('is told to a server that is to be told otherwise how many sessions it keeps', async () => {
    at.server.knowsMostItems = false;
    const sessionId = await endedSession();
    await anna.workspace.commands.markDone({ sessionId });
    await untilKept(sessionId, /state="done"/);
    await waitUntil(() => /node_config100$/.test(at.server.accounts.get(anna.jid)?.configurations.get(NODE) ?? ''), 'it keeps as many');
  });

  it('is told later where there was no connection', async () => {
    const sessionId = await endedSession();
    at.server.refusals = Infinity;
    at.server.streamOf('anna').line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'away');
    await anna.workspace.commands.markDone({ sessionId });
    at.server.refusals = 0;
    dispatchEvent(new Event('online'));
    await untilKept(sessionId, /state="done"/);
  });

  it('takes the notification of an invitation away that was closed there, and leaves it pending', async () => {
    const sessionId = crypto.randomUUID();
    await ben.workspace.commands.invite({ sessionId, target: anna.jid });
    await anna.session('ben', 'invited');
    otherBrowserTells(sessionId, markOf('dismissed'));
    await anna.until(
      ({ sessions: [session] }) => session?.state.status === 'invited' && session.state.notification === 'dismissed',
      'it is dismissed',
    );
    otherBrowserTells(sessionId, markOf('seen'));
    await anna.until(({ sessions: [session] }) => session?.isDisplayed === true, 'it was seen');
  });
});
