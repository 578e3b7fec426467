import { expect } from '@open-wc/testing';
import { type IDBPDatabase, openDB } from 'idb';
import { getFact } from '../../src/storage/account-facts.ts';
import { openAccountDatabase, StorageError } from '../../src/storage/database.ts';
import { type AccountSchema, MIGRATIONS, type UpgradeTransaction } from '../../src/storage/schema.ts';
import { getDevices } from '../../src/storage/presence-store.ts';
import { getSessionIds } from '../../src/storage/session-store.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const JID = 'database-test@localhost';
const unexpected = () => {
  throw new Error('the database was lost');
};

async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('account database', () => {
  afterEach(() => deleteAccountDatabase(JID));

  it('has every store after all migrations', async () => {
    (await openAccountDatabase(JID, unexpected)).close();
    const database = await openDB(`backchannel:${JID}`);
    expect(database.version).to.equal(MIGRATIONS.length);
    expect([...database.objectStoreNames]).to.deep.equal([
      'calls',
      'contactHistory',
      'contacts',
      'directory',
      'drafts',
      'facts',
      'interactions',
      'outbox',
      'pastInteractions',
      'presence',
      'sessions',
      'sharedContacts',
      'transcript',
    ]);
    database.close();
  });

  it('keeps the remembered targets, which an earlier version stored as texts', async () => {
    const earlier = await openDB(`backchannel:${JID}`, 5, {
      upgrade: (database, _old, _new, transaction) => {
        for (const migrate of MIGRATIONS.slice(0, 5))
          void migrate(database as unknown as IDBPDatabase<AccountSchema>, transaction as unknown as UpgradeTransaction);
      },
    });
    await earlier.put('facts', ['ben@localhost', 'group:Second level: backline', 7], 'favorites');
    await earlier.put('facts', 'unreadable', 'recents');
    earlier.close();
    const database = await openAccountDatabase(JID, unexpected);
    expect(await getFact(database, 'favorites')).to.deep.equal([
      { kind: 'agent', jid: 'ben@localhost' },
      { kind: 'group', id: 'Second level: backline' },
    ]);
    expect(await getFact(database, 'recents')).to.equal(undefined);
    database.close();
  });

  it('keeps who was there, which an earlier version stored as one record', async () => {
    const earlier = await openDB(`backchannel:${JID}`, 6, {
      upgrade: (database, _old, _new, transaction) => {
        for (const migrate of MIGRATIONS.slice(0, 6))
          void migrate(database as unknown as IDBPDatabase<AccountSchema>, transaction as unknown as UpgradeTransaction);
      },
    });
    const ben = { from: 'ben@localhost/desk', status: { availability: 'ready' } };
    await earlier.put('facts', [ben, { from: 7 }, null, { from: 'eva@localhost/desk' }], 'presence');
    earlier.close();
    const database = await openAccountDatabase(JID, unexpected);
    expect(await getDevices(database)).to.deep.equal([ben]);
    expect(await database.getStoredKeys('facts')).to.deep.equal([]);
    database.close();
  });

  it('keeps the sessions of the first version', async () => {
    const session = { peer: 'b@localhost', createdAt: 1, unread: 2 };
    const first = await openDB(`backchannel:${JID}`, 1, {
      upgrade: (database, _old, _new, transaction) =>
        void MIGRATIONS[0]?.(database as unknown as IDBPDatabase<AccountSchema>, transaction as unknown as UpgradeTransaction),
    });
    await first.put('sessions', { ...session, id: 'open', isDone: false });
    await first.put('sessions', { ...session, id: 'done', isDone: true });
    await first.put('sessions', { id: 'unreadable' });
    first.close();
    const database = await openAccountDatabase(JID, unexpected);
    expect(await database.getAllKeysFromIndex('sessions', 'byDone')).to.deep.equal(['open', 'done']);
    expect(await database.get('sessions', 'done')).to.deep.equal({ ...session, id: 'done', isDone: true, done: 1 });
    expect(await getSessionIds(database)).to.deep.equal(['done', 'open', 'unreadable']);
    database.close();
  });

  it('says so if a newer version of the program made it', async () => {
    const newer = await openDB(`backchannel:${JID}`, MIGRATIONS.length + 1);
    newer.close();
    const error = await rejection(openAccountDatabase(JID, unexpected));
    expect(error instanceof StorageError && error.problem).to.equal('storage-newer');
  });

  it('can be deleted while it is open, and reports that', async () => {
    let problem: string | undefined;
    await openAccountDatabase(JID, (lost) => (problem = lost));
    await deleteAccountDatabase(JID);
    expect(problem).to.equal('storage-cleared');
  });
});
