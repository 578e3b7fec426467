import { expect } from '@open-wc/testing';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

describe('a host that is only there for its views', () => {
  let server: ServerEnd;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    for (const logon of ['anna', 'ben']) server.addAccount(logon);
    anna = await new Desk(server, 'anna').signIn();
    ben = await new Desk(server, 'ben', { isOnlyForViews: true }).signIn();
    await annaSees('ready');
  });

  afterEach(async () => {
    ben.workspace.resume();
    await ben.leave();
    await anna.leave();
    server.close();
  });

  function annaSees(availability: string): Promise<unknown> {
    return anna.untilSlice(
      { kind: 'targets', search: 'ben', filter: 'agents', first: 0, count: 1 },
      ({ rows: [row] }) => row?.kind === 'agent' && row.status.availability === availability,
      `Ben is ${availability}`,
    );
  }

  const streams = () => server.accounts.get(ben.jid)?.streams.size;

  it('tells the server that the agent has gone when the last view is closed, and comes back with the next one', async () => {
    const second = ben.openView();
    await second.commands.reconnect({});
    ben.workspace.suspend();
    await anna.workspace.commands.reconnect({});
    expect(streams(), 'a view is left').to.equal(1);
    second.close();
    await annaSees('logged-off');
    expect(streams(), 'nothing waits to be resumed').to.equal(0);
    ben.workspace.resume();
    await annaSees('ready');
    const sessionId = await anna.talkWith(ben);
    await anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'There you are' });
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['There you are']);
  });

  it('first sends what the agent wrote last', async () => {
    const sessionId = await anna.talkWith(ben);
    void ben.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Bye' });
    ben.workspace.suspend();
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['Bye']);
    await annaSees('logged-off');
  });

  it('says nothing while another page takes the place of the last one', async () => {
    ben.workspace.suspend(true);
    await new Promise((resolve) => setTimeout(resolve));
    ben.workspace.resume();
    await ben.workspace.commands.reconnect({});
    expect(streams()).to.equal(1);
    const seen: string[] = [];
    const stop = anna.workspace.subscribe({ kind: 'targets', search: 'ben', filter: 'agents', first: 0, count: 1 }, ({ rows: [row] }) => {
      if (row?.kind === 'agent') seen.push(row.status.availability);
    });
    await anna.talkWith(ben);
    stop();
    expect(new Set(seen)).to.deep.equal(new Set(['ready']));
  });
});
