import { expect } from '@open-wc/testing';
import { deleteDB, openDB } from 'idb';
import { getLeftData, noteAgentLeft, noteSignedIn, noteTriedDatabase } from '../../src/storage/account-register.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { deleteLeftData } from '../../src/storage/left-data.ts';
import { getProfile, putProfile } from '../../src/storage/profile-store.ts';

const [ANNA, BEN] = ['left-anna@localhost', 'left-ben@localhost'];
const SERVICE = 'wss://chat.example/ws';
const nameOf = (jid: string) => `backchannel:${jid}`;
const names = async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.startsWith('backchannel:left-'));

/** Stores what a session host does when an agent signs in under a profile. Returns the function that closes the database. */
async function signIn(profile: string, jid: string): Promise<() => void> {
  await noteTriedDatabase(profile, nameOf(jid));
  const database = await openAccountDatabase(jid, () => undefined);
  await database.put('drafts', 'a draft', 'session');
  await noteSignedIn(profile, nameOf(jid), { jid, service: SERVICE, usedMechanisms: [] });
  return () => database.close();
}

describe('what agents leave behind', () => {
  let forgotten = 0;
  const forget = () => {
    forgotten += 1;
    return Promise.resolve();
  };

  beforeEach(() => (forgotten = 0));
  afterEach(async () => {
    for (const name of [nameOf(ANNA), nameOf(BEN), 'backchannel:left-orphan@localhost', 'backchannel']) await deleteDB(name);
  });

  it('nothing of an agent is there when another has signed in, or of one who left before there was a register', async () => {
    (await openDB('backchannel:left-orphan@localhost', 1)).close();
    (await signIn('desk', ANNA))();
    expect(await getProfile('desk')).to.deep.equal({ jid: ANNA, service: SERVICE, usedMechanisms: [] });
    (await signIn('desk', BEN))();
    await deleteLeftData('desk', forget);
    expect(await names()).to.deep.equal([nameOf(BEN)]);
    expect(await getProfile('desk')).to.deep.equal({ jid: BEN, service: SERVICE, usedMechanisms: [] });
    expect(forgotten).to.equal(1);
  });

  it('nothing is deleted when the same agent signs in again', async () => {
    (await signIn('desk', ANNA))();
    (await signIn('desk', ANNA))();
    await deleteLeftData('desk', forget);
    expect(await names()).to.deep.equal([nameOf(ANNA)]);
    expect(forgotten).to.equal(0);
  });

  it('a host that was killed before it had deleted anything leaves the deletion to the next one', async () => {
    (await signIn('desk', ANNA))();
    await noteAgentLeft('desk');
    // The host is killed here, and once more below, when only the databases are deleted.
    expect(await getProfile('desk')).to.equal(undefined);
    await deleteLeftData('desk', () => Promise.reject(new Error('killed')));
    expect(await names()).to.deep.equal([]);
    expect(await getLeftData('desk')).to.deep.equal({ names: [], isKeptElsewhere: true });
    await deleteLeftData('desk', forget);
    expect(await getLeftData('desk')).to.deep.equal({ names: [], isKeptElsewhere: false });
    expect(forgotten).to.equal(1);
  });

  it('a database that somebody has open is deleted as soon as they close it, and is written down until then', async () => {
    (await signIn('desk', ANNA))();
    const held = await openDB(nameOf(ANNA));
    await noteAgentLeft('desk');
    await deleteLeftData('desk', forget);
    expect((await getLeftData('desk')).names).to.deep.equal([nameOf(ANNA)]);
    held.close();
    // The browser's own deletion, requested above, is queued before this one.
    await deleteLeftData('desk', forget);
    expect(await names()).to.deep.equal([]);
    expect((await getLeftData('desk')).names).to.deep.equal([]);
  });

  it('a sign-in that fails leaves nothing of its address, and everything of the agent who was there', async () => {
    (await signIn('desk', ANNA))();
    await noteTriedDatabase('desk', nameOf(BEN));
    (await openAccountDatabase(BEN, () => undefined)).close();
    await deleteLeftData('desk', forget);
    expect(await names()).to.deep.equal([nameOf(ANNA)]);
    expect(forgotten).to.equal(0);
  });

  it('a sign-in that fails deletes nothing of the agent whom an earlier version remembers', async () => {
    (await openAccountDatabase(ANNA, () => undefined)).close();
    await putProfile('desk', { jid: ANNA, service: SERVICE, usedMechanisms: [] });
    await noteTriedDatabase('desk', nameOf(ANNA));
    await deleteLeftData('desk', forget);
    expect(await names()).to.deep.equal([nameOf(ANNA)]);
  });

  it('agents of another profile keep their data, even those of the same account', async () => {
    (await signIn('other', ANNA))();
    (await signIn('desk', ANNA))();
    (await signIn('desk', BEN))();
    await deleteLeftData('desk', forget);
    expect((await names()).sort()).to.deep.equal([nameOf(ANNA), nameOf(BEN)]);
    expect((await getProfile('other'))?.jid).to.equal(ANNA);
  });

  it('the emoji that an agent has often used are forgotten, and no empty database is made for that', async () => {
    const picker = await openDB('emoji-picker-element-en', 1, {
      upgrade: (database) => void ['emoji', 'favorites'].map((store) => database.createObjectStore(store)),
    });
    await picker.put('favorites', 3, '🔥');
    await picker.put('emoji', {}, '🔥');
    (await signIn('desk', ANNA))();
    await noteAgentLeft('desk');
    await deleteLeftData('desk', forget);
    expect([await picker.count('favorites'), await picker.count('emoji')]).to.deep.equal([0, 1]);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.to.include('emoji-picker-element-de');
    picker.close();
    await deleteDB('emoji-picker-element-en');
  });
});
