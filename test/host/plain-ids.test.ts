import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';

describe('another client, which gives several messages the same id', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna'>>>;
  let anna: Desk;
  let carl: string;

  beforeEach(async () => {
    at = await openDesks('anna');
    ({ anna } = at.desks);
    carl = at.server.addAccount('carl').jid;
    // The roster has to know him.
    await comeBack();
  });

  afterEach(() => at.close());

  const sent = (id: string, body: string, more = '') =>
    `<message xmlns="jabber:client" from="${carl}/phone" to="${anna.jid}" type="chat" id="${id}"><body>${body}</body><request xmlns="urn:xmpp:receipts"/>${more}</message>`;

  async function comeBack(): Promise<void> {
    const stream = at.server.streamOf('anna');
    stream.end();
    stream.line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    dispatchEvent(new Event('online'));
    await anna.until(({ connection }) => connection.status === 'connected', 'connected');
  }

  /** Accepts Carl's chat. */
  async function accept(): Promise<string> {
    const { id } = await anna.session('carl', 'invited');
    await anna.workspace.commands.accept({ sessionId: id });
    await anna.session('carl', 'connected');
    return id;
  }

  it('loses none: each is shown once, though they say the same and come from the archive again, and gets a receipt under its own id', async () => {
    const receipts: string[] = [];
    at.server.isLost = (message) => {
      receipts.push(
        ...[...message.children].filter(({ localName }) => localName === 'received').map((one) => one.getAttribute('id') ?? ''),
      );
      return false;
    };
    at.server.deliver(sent('1', 'Hello'));
    const sessionId = await accept();
    for (const body of ['Are you there?', 'ok', 'ok']) at.server.deliver(sent('1', body));
    at.server.deliver(sent('named', 'Once', '<origin-id xmlns="urn:xmpp:sid:0" id="named"/>'));
    at.server.deliver(sent('named', 'Once', '<origin-id xmlns="urn:xmpp:sid:0" id="named"/>'));
    at.server.deliver(sent('2', 'Last'));
    const all = ['Hello', 'Are you there?', 'ok', 'ok', 'Once', 'Last'];
    expect(await anna.messages(sessionId, 6)).to.deep.equal(all);
    await at.server.streamOf('anna').settled();
    expect(receipts.filter((id) => id === '1').length).to.be.at.least(3);
    // The archive is read from its beginning again.
    const { archive } = at.server.accounts.get(anna.jid)!;
    const read = archive.read.bind(archive);
    archive.read = (query) => {
      for (const after of query.querySelectorAll('after')) after.remove();
      return read(query);
    };
    await comeBack();
    archive.read = read;
    at.server.deliver(sent('3', 'The very last'));
    expect(await anna.messages(sessionId, 7)).to.deep.equal([...all, 'The very last']);
  });

  it('is heard again under an id that it used before Mark Done', async () => {
    at.server.deliver(sent('1', 'Hello'));
    const sessionId = await accept();
    await anna.workspace.commands.endSession({ sessionId });
    await anna.session('carl', 'ended');
    await anna.workspace.commands.markDone({ sessionId });
    await anna.until(({ sessions }) => sessions.length === 0, 'nothing is open');
    at.server.deliver(sent('1', 'Hello'));
    const { id } = await anna.session('carl', 'invited');
    expect(await anna.messages(id, 1)).to.deep.equal(['Hello']);
  });

  it('is heard once where the server checks no stanza-ids', async () => {
    at.server.checksStanzaIds = false;
    await comeBack();
    at.server.deliver(sent('1', 'Hello'));
    const sessionId = await accept();
    await comeBack();
    at.server.deliver(sent('1', 'Still there?'));
    expect(await anna.messages(sessionId, 2)).to.deep.equal(['Hello', 'Still there?']);
  });
});
