import { expect } from '@open-wc/testing';
import { getFact, putFact } from '../../src/storage/account-facts.ts';
import { deleteAccountDatabase, openAccountDatabase, StorageError } from '../../src/storage/database.ts';
import { getDraft, putDraft } from '../../src/storage/draft-store.ts';
import { Journal, type Write, type WriteTransaction } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/schema.ts';

const JID = 'journal-test@localhost';

describe('journal', () => {
  let database: AccountDatabase;
  let failures: StorageError[];
  let journal: Journal;

  beforeEach(async () => {
    database = await openAccountDatabase(JID, () => undefined);
    failures = [];
    journal = new Journal(database, (error) => failures.push(error));
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(JID);
  });

  it('has stored everything when a flush resolves, also what came while it ran', async () => {
    journal.write(putDraft('a', 'one'));
    const first = journal.flush();
    journal.write(putDraft('b', 'two'));
    await Promise.all([first, journal.flush()]);
    expect([await getDraft(database, 'a'), await getDraft(database, 'b')]).to.deep.equal(['one', 'two']);
  });

  it('stores all of a batch or nothing of it', async () => {
    journal.write(putDraft('kept', 'with the stream state'), () => Promise.reject(new Error('made to fail')), putFact('resource', 'r'));
    let thrown: unknown;
    await journal.flush().catch((error: unknown) => (thrown = error));
    expect(thrown).to.be.instanceOf(StorageError);
    expect(failures).to.have.length(1);
    expect(await getDraft(database, 'kept')).to.equal('');
    expect(await getFact(database, 'resource')).to.equal(undefined);
  });

  it('carries out in order what reads before it writes and what does not', async () => {
    const append = (text: string): Write =>
      Object.assign(
        async (transaction: WriteTransaction) => {
          const drafts = transaction.objectStore('drafts');
          await drafts.put(`${(await drafts.get('a')) ?? ''}${text}`, 'a');
        },
        { isReadingFirst: true as const },
      );
    journal.write(putDraft('a', 'one'), append(' two'), append(' three'));
    await journal.flush();
    expect(await getDraft(database, 'a')).to.equal('one two three');
    journal.write(append(' lost'), putDraft('a', 'new'));
    await journal.flush();
    expect(await getDraft(database, 'a')).to.equal('new');
  });

  it('goes on after a failed batch', async () => {
    journal.write(() => Promise.reject(new Error('made to fail')));
    await journal.flush().catch(() => undefined);
    journal.write(putDraft('after', 'fine'));
    await journal.flush();
    expect(await getDraft(database, 'after')).to.equal('fine');
  });

  it('keeps only the newest write of a name', async () => {
    let writes = 0;
    for (const resource of ['one', 'two', 'three']) {
      journal.writeLatest('resource', (transaction) => {
        writes += 1;
        return putFact('resource', resource)(transaction);
      });
    }
    await journal.flush();
    expect(writes).to.equal(1);
    expect(await getFact(database, 'resource')).to.equal('three');
  });

  it('takes a stored value that can not be read for absent', async () => {
    await database.put('facts', { favorites: 7 }, 'favorites');
    expect(await getFact(database, 'favorites')).to.equal(undefined);
  });
});
