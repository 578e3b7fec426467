import { expect } from '@open-wc/testing';
import { Outbox } from '../../src/background/stream/outbox.ts';
import { getFact, putFact } from '../../src/storage/account-facts.ts';
import { StorageError } from '../../src/storage/database.ts';
import { getDraft, putDraft } from '../../src/storage/draft-store.ts';
import { Journal } from '../../src/storage/journal.ts';
import { getOutbox, type OutboxEntry, putOutboxEntry } from '../../src/storage/outbox-store.ts';
import type { AccountDatabase, Write, WriteTransaction } from '../../src/storage/account-database.ts';
import { fillDisk } from '../fixtures/full-disk.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';

const JID = 'journal-test@localhost';

const entry = (number: number): OutboxEntry => ({
  id: `m${number}`,
  sessionId: 's',
  peer: 'bob@localhost',
  sequence: number,
  isAcked: false,
  awaitsReceipt: true,
  addedAt: 0,
  signal: { type: 'message', sessionId: 's', message: { id: `m${number}`, body: 'Hi' }, wantsReceipt: true },
});

for (const kind of DATABASE_KINDS) {
  describe(`journal, ${kind}`, () => {
    let database: AccountDatabase;
    let failures: StorageError[];
    let journal: Journal;

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      failures = [];
      journal = new Journal(database, { onFailure: (error) => failures.push(error) });
    });

    afterEach(async () => {
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('has stored everything when a flush resolves, also what was written while it ran', async () => {
      journal.write(putDraft('a', 'one'));
      const first = journal.flush();
      journal.write(putDraft('b', 'two'));
      await Promise.all([first, journal.flush()]);
      expect([await getDraft(database, 'a'), await getDraft(database, 'b')]).to.deep.equal(['one', 'two']);
    });

    /** A journal of this database, with what happens before each of its transactions. */
    const journalWith = (onCommit: (number: number) => Promise<void> | undefined) => {
      let transactions = 0;
      const commit = async (...given: Parameters<AccountDatabase['commit']>) => {
        transactions += 1;
        await onCommit(transactions);
        return database.commit(...given);
      };
      const watched = new Proxy(database, { get: (target, name) => (name === 'commit' ? commit : Reflect.get(target, name)) });
      return new Journal(watched, { onFailure: (error) => failures.push(error) });
    };

    it('does not wait for what is written after the flush', async () => {
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      journal = journalWith((number) => (number === 2 ? held : undefined));
      journal.write(putDraft('a', 'one'));
      const first = journal.flush();
      await Promise.resolve();
      journal.write(putDraft('b', 'two'));
      const second = journal.flush();
      await first;
      letGo();
      await second;
      expect(await getDraft(database, 'b')).to.equal('two');
    });

    it('stores in one transaction what is written in one turn, also after the flush', async () => {
      let transactions = 0;
      journal = journalWith((number) => void (transactions = number));
      journal.write(putDraft('a', 'a message'));
      const flush = journal.flush();
      journal.writeLatest('stream', putDraft('b', 'the state of the stream'));
      await Promise.all([flush, journal.flush()]);
      expect(transactions).to.equal(1);
      expect([await getDraft(database, 'a'), await getDraft(database, 'b')]).to.deep.equal(['a message', 'the state of the stream']);
    });

    it('stores what may be stored later with the next commit, or else by itself', async () => {
      let commits = 0;
      const counting = journalWith(() => void (commits += 1));
      counting.write(putDraft('a', 'later'));
      counting.flushSoon();
      counting.flushSoon();
      expect(commits).to.equal(0);
      counting.write(putDraft('b', 'now'));
      await counting.flush();
      expect([await getDraft(database, 'a'), await getDraft(database, 'b'), commits]).to.deep.equal(['later', 'now', 1]);
      counting.write(putDraft('a', 'alone'));
      counting.flushSoon();
      await waitUntil(async () => (await getDraft(database, 'a')) === 'alone', 'it is stored by itself');
      expect(commits).to.equal(2);
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

    it('carries out batches in order, whether they read before they write or not', async () => {
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

    for (const [name, problem] of [
      ['InvalidStateError', 'storage-cleared'],
      ['UnknownError', 'storage-unavailable'],
    ] as const) {
      it(`says what the matter is with ${name}`, async () => {
        const failing: Write = () => Promise.reject(new DOMException('failed', name));
        journal.write(failing);
        await journal.flush().catch(() => undefined);
        expect(failures.map((failure) => failure.problem)).to.deep.equal([problem]);
      });
    }

    describe('on a full disk', () => {
      let changes: boolean[];
      let free: () => unknown;

      beforeEach(() => {
        free = fillDisk('');
        changes = [];
        journal = new Journal(database, { onFailure: (error) => failures.push(error), onRoomChange: () => changes.push(journal.isFull) });
      });

      afterEach(() => free());

      it('keeps what it is given until there is room, and stores it then by itself, in its order', async () => {
        journal.write(putDraft('a', 'one'));
        journal.writeLatest('resource', putFact('resource', 'old'));
        let isStored = false;
        const stored = journal.flush().then(() => (isStored = true));
        await journal.flushIfRoom();
        journal.write(putDraft('a', 'two'));
        journal.writeLatest('resource', putFact('resource', 'new'));
        expect(await journal.hasRoom()).to.equal(false);
        expect([isStored, journal.isFull, changes, failures]).to.deep.equal([false, true, [true], []]);
        expect(await getDraft(database, 'a')).to.equal('');
        free();
        await stored;
        expect([await getDraft(database, 'a'), await getFact(database, 'resource')]).to.deep.equal(['two', 'new']);
        expect([journal.isFull, changes, failures]).to.deep.equal([false, [true, false], []]);
      });

      it('tries at once when somebody asks whether there is room', async () => {
        journal.write(putDraft('a', 'one'));
        await journal.flushIfRoom();
        free();
        expect([await journal.hasRoom(), await getDraft(database, 'a')]).to.deep.equal([true, 'one']);
      });

      it('lets work that waits for it go on alone, and says nothing of how it ends', async () => {
        journal.write(putDraft('a', 'one'));
        expect(await journal.whileRoom(journal.flush().then(() => 'stored'))).to.equal(undefined);
        free();
        expect(await journal.hasRoom()).to.equal(true);
        expect(await journal.whileRoom(journal.flush().then(() => 'stored'))).to.equal('stored');
      });

      it('gives up what waits when it is closed', async () => {
        journal.write(putDraft('a', 'one'));
        const refused = journal.flush().catch((error: StorageError) => error.problem);
        await journal.flushIfRoom();
        await journal.close();
        expect([await refused, failures]).to.deep.equal(['storage-full', []]);
      });
    });

    it('goes on after a failed batch', async () => {
      journal.write(() => Promise.reject(new Error('made to fail')));
      await journal.flush().catch(() => undefined);
      journal.write(putDraft('after', 'fine'));
      await journal.flush();
      expect(await getDraft(database, 'after')).to.equal('fine');
    });

    it('loses nothing else when a record can’t be stored', async () => {
      let unstorable = 0;
      const counting = new Journal(database, { onFailure: (error) => failures.push(error), onUnstorable: () => (unstorable += 1) });
      counting.write(putDraft('before', 'one'));
      // IndexedDB refuses NaN as a key, and can't clone a function.
      counting.write((transaction) => transaction.objectStore('drafts').put('text', NaN as unknown as string));
      counting.write((transaction) => transaction.objectStore('drafts').put((() => undefined) as unknown as string, 'x'));
      counting.write(putDraft('after', 'two'));
      await counting.flush();
      expect([await getDraft(database, 'before'), await getDraft(database, 'after')]).to.deep.equal(['one', 'two']);
      expect([unstorable, failures]).to.deep.equal([2, []]);
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

    it('takes a stored value that can not be read as absent', async () => {
      await database.put('facts', { favorites: 7 }, 'favorites');
      expect(await getFact(database, 'favorites')).to.equal(undefined);
    });

    it('sends the rest of the outbox if an entry can not be read', async () => {
      journal.write(putOutboxEntry(entry(1)), putOutboxEntry(entry(3)));
      journal.write((transaction) => transaction.objectStore('outbox').put({ ...entry(2), signal: { type: 'nonsense' } } as never));
      await journal.flush();
      expect((await getOutbox(database)).map(({ id }) => id)).to.deep.equal(['m1', 'm3']);
    });

    it('sends what comes after an entry that can not be sent, and gives that one up', async () => {
      const sent: string[] = [];
      let unsendable = 0;
      const outbox = new Outbox([1, 2, 3].map(entry), { journal, now: () => 0, onUnsendable: () => (unsendable += 1) });
      const send = (_signal: unknown, _peer: string, id: string) => {
        if (id === 'm2') throw new TypeError('No stanza has this');
        sent.push(id);
      };
      outbox.open({ send } as unknown as Parameters<Outbox['open']>[0], undefined, () => true);
      expect([sent, unsendable, outbox.sessionOf('m2')]).to.deep.equal([['m1', 'm3'], 1, undefined]);
    });
  });
}
