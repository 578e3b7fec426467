import { expect } from '@open-wc/testing';
import { Desk, openDesks } from './desk.ts';

const TARGETS = { kind: 'targets', search: '', filter: 'agents', first: 0, count: 10 } as const;

describe('a status that the server hasn’t told on this stream', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;
  /** What was shown of Ben, one after the other. */
  let shown: string[];

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
    shown = [];
  });

  afterEach(() => at.close());

  const follow = () =>
    anna.workspace.subscribe(TARGETS, ({ rows }) => {
      const [row] = rows.flatMap((row) => (row.kind === 'agent' && row.logon === 'ben' ? [row.status.availability] : []));
      if (row !== undefined && row !== shown.at(-1)) shown.push(row);
    });
  const sees = (availability: string) =>
    anna.untilSlice(TARGETS, () => shown.at(-1) === availability, `Ben is shown as ${availability}: ${shown.join(', ')}`);

  /** Anna's stream ends, and can't be resumed. On the next one she is told of nobody. */
  async function newStream(): Promise<void> {
    at.server.tellsPresence = false;
    const before = at.server.streamOf('anna').id;
    at.server.streamOf('anna').fail('conflict');
    dispatchEvent(new Event('online'));
    const isNew = () => [...at.server.streams.values()].some(({ id, account }) => account.jid === anna.jid && id !== before);
    await anna.until(({ connection }) => isNew() && connection.status === 'connected', 'Anna is connected anew');
  }

  const benShows = (show: string) =>
    at.server.deliver(`<presence xmlns="jabber:client" to="${anna.jid}" from="${at.server.streamOf('ben').jid}">${show}</presence>`);

  it('is shown as it was before, until the server tells it', async () => {
    const stop = follow();
    await sees('ready');
    await newStream();
    expect(shown).to.deep.equal(['ready']);
    benShows('<show>dnd</show>');
    await sees('do-not-disturb');
    expect(shown).to.deep.equal(['ready', 'do-not-disturb']);
    stop();
  });

  it('is taken for logged off a moment after the server has told of all others, and the agent is refused only then', async () => {
    const stop = follow();
    await sees('ready');
    await newStream();
    await sees('logged-off');
    expect(shown).to.deep.equal(['ready', 'logged-off']);
    const invited = await anna.workspace.commands.invite({ sessionId: crypto.randomUUID(), target: ben.jid });
    expect(invited).to.deep.equal({ refused: 'target-logged-off' });
    // What was told before counts no more than what wasn't: he may be there by now.
    await newStream();
    benShows('');
    const sessionId = crypto.randomUUID();
    expect(await anna.workspace.commands.invite({ sessionId, target: ben.jid })).to.deep.equal({ sessionId });
    stop();
  });

  it('is shown as it was before the agent was logged off, until the server tells it again', async () => {
    const stop = follow();
    await sees('ready');
    at.server.tellsPresence = false;
    await anna.workspace.commands.setStatus({ availability: 'logged-off' });
    await anna.workspace.commands.setStatus({ availability: 'ready' });
    expect(shown).to.deep.equal(['ready']);
    // He left meanwhile, which she wasn't told.
    await sees('logged-off');
    stop();
  });

  it('is unknown of a colleague who is unblocked', async () => {
    const stop = follow();
    await sees('ready');
    await anna.workspace.commands.block({ target: ben.jid });
    // The server has nothing to answer.
    at.server.streamOf('ben').isAvailable = false;
    await anna.workspace.commands.unblock({ target: ben.jid });
    await sees('unknown');
    await sees('logged-off');
    stop();
  });

  it('is unknown of a colleague who has come into the roster', async () => {
    const cora = `cora@${at.server.domain}`;
    const { jid: to } = at.server.streamOf('anna');
    const item = `<item jid="${cora}" name="cora" subscription="both"><group>Support</group></item>`;
    at.server.deliver(
      `<iq xmlns="jabber:client" type="set" id="push" to="${to}" from="${anna.jid}"><query xmlns="jabber:iq:roster">${item}</query></iq>`,
    );
    for (const availability of ['unknown', 'logged-off']) {
      await anna.untilSlice(
        TARGETS,
        ({ rows }) => rows.some((row) => row.kind === 'agent' && row.jid === cora && row.status.availability === availability),
        `Cora is shown as ${availability}`,
      );
    }
  });
});

describe('the status of colleagues at the first sign-in', () => {
  it('is unknown until the server has told who is there', async () => {
    const at = await openDesks('ben');
    at.server.tellsPresence = false;
    at.server.addAccount('anna');
    const anna = new Desk(at.server, 'anna');
    const shown = new Set<string>();
    const stop = anna.workspace.subscribe(TARGETS, ({ rows }) => {
      for (const row of rows) if (row.kind === 'agent') shown.add(row.status.availability);
    });
    await anna.signIn();
    await anna.untilSlice(TARGETS, () => shown.has('logged-off'), 'the colleague is logged off');
    expect([...shown]).to.deep.equal(['unknown', 'logged-off']);
    stop();
    await anna.leave();
    await at.close();
  });
});
