import { expect } from '@open-wc/testing';
import { deleteDB, openDB } from 'idb';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getFact, putFact } from '../../src/storage/account-facts.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { accountDatabaseName, sealedDatabaseName } from '../../src/storage/database-name.ts';
import { putDraft } from '../../src/storage/draft-store.ts';
import { Journal } from '../../src/storage/journal.ts';
import { bytesOfRecord, recordOfBytes } from '../../src/storage/sealed/record-bytes.ts';
import { LAYOUT, STORES } from '../../src/storage/sealed/layout.ts';
import { newSealKey, Seal } from '../../src/storage/sealed/seal.ts';
import { getLastEntries, putEntry } from '../../src/storage/transcript-store.ts';

const JID = 'sealed-test@localhost';
const SAID = 'the card is on its way to Maria Lindqvist';

const message = (position: number) =>
  ({
    kind: 'message',
    sessionId: 'session-one',
    id: `m${position}`,
    position,
    at: 0,
    from: 'bob@localhost',
    isOwn: false,
    body: `${SAID} ${position}`,
  }) as const;

describe('a sealed database', () => {
  let seal: Seal;
  let name: string;
  let database: AccountDatabase;
  let journal: Journal;

  const open = (by: Seal) => openAccountDatabase(JID, () => undefined, by);

  beforeEach(async () => {
    seal = await Seal.of(newSealKey());
    name = await sealedDatabaseName(JID, seal);
    database = await open(seal);
    journal = new Journal(database, {
      onFailure: (error) => {
        throw error;
      },
    });
  });

  afterEach(async () => {
    database.close();
    await deleteDB(name);
  });

  it('has the stores and indexes that the migrations make', async () => {
    (await openAccountDatabase(JID, () => undefined)).close();
    const plain = await openDB(accountDatabaseName(JID));
    const transaction = plain.transaction([...plain.objectStoreNames]);
    const made = Object.fromEntries(
      [...plain.objectStoreNames].map((store) => {
        const { keyPath, indexNames } = transaction.objectStore(store);
        const indexes = [...indexNames].map((index) => ({ name: index, keyPath: transaction.objectStore(store).index(index).keyPath }));
        return [store, { ...(keyPath === null ? {} : { keyPath }), ...(indexes[0] ? { index: indexes[0] } : {}) }];
      }),
    );
    plain.close();
    await deleteDB(accountDatabaseName(JID));
    expect(made).to.deep.equal(LAYOUT);
  });

  it('shows nothing of its content without the seal: no text, no address, no id, in no name, key or record', async () => {
    journal.write(
      putEntry(message(1)),
      putDraft('session-one', 'a half-written thought'),
      putFact('favorites', [{ kind: 'agent', jid: 'bob@localhost' }]),
    );
    await journal.flush();
    const raw = await openDB(name);
    const found: unknown[] = (await indexedDB.databases()).map((one) => one.name);
    for (const store of STORES) found.push(await raw.getAllKeys(store), await raw.getAll(store));
    raw.close();
    const text = JSON.stringify(found, (_key, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    for (const secret of ['card', 'Maria', 'bob', 'localhost', 'session-one', 'thought', 'sealed-test'])
      expect(text, secret).not.to.contain(secret);
    expect(await getLastEntries(database, 'session-one', 5)).to.have.length(1);
  });

  it('can’t be read with another seal, or if a record was changed or moved', async () => {
    journal.write(
      putFact('favorites', [{ kind: 'agent', jid: 'bob@localhost' }]),
      putFact('recents', [{ kind: 'agent', jid: 'ben@localhost' }]),
    );
    await journal.flush();
    const raw = await openDB(name);
    const [first, second] = await raw.getAllKeys('facts');
    await raw.put('facts', await raw.get('facts', first!), second);
    raw.close();
    const left = [await getFact(database, 'favorites'), await getFact(database, 'recents')];
    expect(left.filter((fact) => fact !== undefined)).to.have.length(1);
    const other = await open(await Seal.of(newSealKey()));
    expect(await getFact(other, 'favorites')).to.equal(undefined);
    other.close();
  });

  it('stores all of a commit or nothing: if it fails in the middle, nothing is left', async () => {
    const failing = new Journal(database, { onFailure: () => undefined });
    failing.write(putEntry(message(1)), () => Promise.reject(new Error('in the middle')), putEntry(message(2)));
    expect(
      await failing.flush().then(
        () => 'stored',
        () => 'refused',
      ),
    ).to.equal('refused');
    expect(await getLastEntries(database, 'session-one', 5)).to.deep.equal([]);
  });

  it('reads what was written before without waiting, and keeps the order of writes', async () => {
    void database.put('drafts', 'x'.repeat(200_000), 'a');
    void database.put('drafts', 'the last one', 'a');
    expect(await database.get('drafts', 'a')).to.equal('the last one');
  });

  it('finishes what was begun when it is closed', async () => {
    void database.put('drafts', 'begun', 'a');
    database.close();
    database = await open(seal);
    expect(await database.get('drafts', 'a')).to.equal('begun');
  });

  it('keeps values that JSON can’t write', () => {
    const record = { at: new Date(7), bytes: Uint8Array.of(1, 255), list: [{ at: new Date(8) }] };
    expect(recordOfBytes(bytesOfRecord(record))).to.deep.equal(record);
  });
});
