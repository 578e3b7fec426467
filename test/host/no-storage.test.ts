import { expect } from '@open-wc/testing';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { EmbeddedWorkspace } from '../../src/embed/embedded-workspace.ts';
import { watchStart } from '../../src/embed/host-start.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

describe('a session host whose browser lets nothing be stored', () => {
  const { open } = IDBFactory.prototype;
  let server: ServerEnd;
  let anna: Desk;

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'UnknownError');
    };
    anna = new Desk(server, 'anna', {
      // As over a slow line: the page hears whatever the host tells meanwhile.
      loadMemoryStorage: async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return import('../../src/storage/memory-storage.ts');
      },
    });
  });

  afterEach(async () => {
    IDBFactory.prototype.open = open;
    await anna.leave();
    server.close();
  });

  it('works in memory: it is ready for the page, tells it, and says that nothing is kept, before signing in, on the desk and over a locked one; the agent can sign out', async () => {
    const { port1, port2 } = new MessageChannel();
    anna.host.connectView(channelOfMessagePort(port1));
    const page = new EmbeddedWorkspace(() => channelOfMessagePort(port2), {}, watchStart(undefined).start);
    await page.ready;
    const client = await page.client();
    await new Promise<void>((resolve) => client.onState(({ storage }) => storage === 'memory' && resolve()));
    page.destroy();
    await anna.until(
      ({ connection, storageProblem }) => connection.status === 'signed-out' && storageProblem === 'storage-unavailable',
      'nothing is kept',
    );
    await anna.signIn();
    const ben = await new Desk(server, 'ben').signIn();
    const sessionId = await ben.talkWith(anna);
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Are you there?' });
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'Yes.' });
    expect(await ben.messages(sessionId, 2)).to.have.members(['Are you there?', 'Yes.']);
    expect(await anna.messages(sessionId, 2)).to.have.members(['Are you there?', 'Yes.']);
    await anna.until(({ me, storageProblem }) => me !== undefined && storageProblem === 'storage-unavailable', 'nothing is kept');
    await anna.workspace.commands.lock({});
    await anna.until(({ lock, storageProblem }) => lock !== undefined && storageProblem === 'storage-unavailable', 'locked');
    expect(await anna.workspace.commands.signOut({})).to.deep.equal({});
    await anna.until(({ connection }) => connection.status === 'signed-out', 'signed out');
    await ben.session('anna', 'ended');
    await ben.leave();
  });
});
