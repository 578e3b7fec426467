import { expect } from '@open-wc/testing';
import { accountDatabaseName } from '../../src/storage/database-name.ts';
import { type Desk, openDesks } from './desk.ts';

describe('a session host whose database', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  const asked = (request: IDBOpenDBRequest) =>
    new Promise<IDBDatabase>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('It failed')));
    });
  const isOut = (problem: string) =>
    anna.until(({ connection }) => connection.status === 'signed-out' && connection.problem === problem, problem);

  it('is cleared while it is open says so; who signs in again has what the server has', async () => {
    const sessionId = await ben.talkWith(anna);
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'The number is 20931.' });
    await anna.messages(sessionId, 1);
    await asked(indexedDB.deleteDatabase(accountDatabaseName(anna.jid)));
    await isOut('storage-cleared');
    await anna.signIn();
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['The number is 20931.']);
    await anna.session('ben', 'connected');
  });

  it('fails as a message is sent has sent it and says nothing else; the agent’s archive has it', async () => {
    const sessionId = await ben.talkWith(anna);
    const { put } = IDBObjectStore.prototype;
    const aborted = new WeakSet<IDBTransaction>();
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      const request = put.apply(this, given);
      const { transaction } = this;
      if (this.name === 'outbox' && transaction.db.name.includes(anna.jid) && !aborted.has(transaction)) {
        aborted.add(transaction);
        queueMicrotask(() => transaction.abort());
      }
      return request;
    };
    try {
      expect(await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'It has begun.' })).to.deep.equal({});
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    await isOut('storage-cleared');
    expect(await ben.messages(sessionId, 1)).to.deep.equal(['It has begun.']);
    await anna.signIn();
    expect(await anna.messages(sessionId, 1)).to.deep.equal(['It has begun.']);
    await anna.workspace.commands.send({ sessionId, messageId: 'm2', body: 'It goes on.' });
    expect(await ben.messages(sessionId, 2)).to.deep.equal(['It has begun.', 'It goes on.']);
  });

  it('is taken over by a newer version says so, and isn’t touched until the agent signs out, which deletes it', async () => {
    const name = accountDatabaseName(anna.jid);
    const newer = await asked(indexedDB.open(name, 1_000));
    newer.close();
    await isOut('storage-newer');
    const again = await anna.workspace.commands.signIn({
      jid: anna.jid,
      token: at.server.accounts.get(anna.jid)?.token ?? '',
      service: at.server.address,
      isKept: false,
    });
    expect(again).to.deep.include({ refused: 'sign-in', problem: 'storage-newer' });
    const namesOf = async () => (await indexedDB.databases()).map((database) => database.name);
    expect(await namesOf()).to.include(name);
    expect(await anna.workspace.commands.signOut({})).to.deep.equal({});
    expect(await namesOf()).not.to.include(name);
  });
});
