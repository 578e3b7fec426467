import { expect } from '@open-wc/testing';
import { openDB } from 'idb';
import { deleteAccountDatabase, openAccountDatabase, StorageError } from '../../src/storage/database.ts';
import { MIGRATIONS } from '../../src/storage/schema.ts';

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
    const database = await openAccountDatabase(JID, unexpected);
    expect(database.version).to.equal(MIGRATIONS.length);
    expect([...database.objectStoreNames]).to.deep.equal(['drafts', 'facts', 'outbox', 'sessions', 'transcript']);
    database.close();
  });

  it('says so when a newer version of the program made it', async () => {
    const newer = await openDB(`backchannel:${JID}`, MIGRATIONS.length + 1);
    newer.close();
    expect(await rejection(openAccountDatabase(JID, unexpected))).to.be.instanceOf(StorageError);
  });

  it('lets itself be deleted while it is open, and tells', async () => {
    let isLost = false;
    await openAccountDatabase(JID, () => (isLost = true));
    await deleteAccountDatabase(JID);
    expect(isLost).to.equal(true);
  });
});
