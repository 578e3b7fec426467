import { expect } from '@open-wc/testing';
import { deleteDB, openDB } from 'idb';
import { NO_POLICY } from '../../src/model/policy.ts';
import { pageDecisionsOf } from '../../src/background/host/desk/page-decisions.ts';
import { dropUnusedDatabases, noteAgentLeft, noteSignedIn, noteTriedDatabase } from '../../src/storage/account-register.ts';
import type { StorageError } from '../../src/storage/database.ts';
import { getLastPolicy, getPageDecisions, putLastPolicy, putPageDecisions } from '../../src/storage/policy-store.ts';
import { getProfile } from '../../src/storage/profile-store.ts';
import { fillDisk } from '../fixtures/full-disk.ts';

const PROFILE = { jid: 'browser-database-test@localhost', service: 'wss://chat.example/ws' };

describe("the browser's database", () => {
  afterEach(() => deleteDB('backchannel'));

  it('still has who was signed in after its first version is migrated', async () => {
    const first = await openDB('backchannel', 1, { upgrade: (database) => void database.createObjectStore('profiles') });
    await first.put('profiles', PROFILE, 'extension');
    first.close();
    expect(await getProfile('extension')).to.deep.equal({ ...PROFILE, usedMechanisms: [] });
  });

  it('is opened once for what is done with it in a row, and gives way to who deletes it', async () => {
    const { open } = IDBFactory.prototype;
    let openings = 0;
    IDBFactory.prototype.open = function (this: IDBFactory, ...given: Parameters<typeof open>) {
      openings += 1;
      return open.apply(this, given);
    };
    await noteTriedDatabase('row', 'theirs');
    await noteSignedIn('row', 'theirs', { ...PROFILE, usedMechanisms: [] });
    expect((await getProfile('row'))?.jid).to.equal(PROFILE.jid);
    expect(openings).to.equal(1);
    await deleteDB('backchannel');
    expect(await getProfile('row')).to.equal(undefined);
    expect(openings).to.equal(2);
    IDBFactory.prototype.open = open;
  });

  it('is read on a full disk by a host that starts, which writes nothing where nothing has changed', async () => {
    await noteTriedDatabase('full', 'theirs');
    await noteSignedIn('full', 'theirs', { ...PROFILE, usedMechanisms: [] });
    const free = fillDisk('');
    await dropUnusedDatabases('full', 'theirs');
    await noteTriedDatabase('full', 'theirs');
    const problem = await noteAgentLeft('full').catch((error: StorageError) => error.problem);
    free();
    expect([problem, (await getProfile('full'))?.jid]).to.deep.equal(['storage-full', PROFILE.jid]);
  });

  it('keeps the last policy', async () => {
    expect(await getLastPolicy()).to.equal(undefined);
    await putLastPolicy({ canMake: false, allowedOrigins: ['https://crm.example'] });
    expect(await getLastPolicy()).to.deep.equal({ canMake: false, allowedOrigins: ['https://crm.example'] });
  });
  it('keeps each decision of a page by itself, and for its profile', async () => {
    expect(await getPageDecisions('anna')).to.deep.equal({});
    await putPageDecisions('anna', { guestHosts: ['guest.support.example'] });
    await putPageDecisions('anna', { caseData: [{ key: 'Score', isHidden: true }] });
    expect(await getPageDecisions('anna')).to.deep.equal({
      caseData: [{ key: 'Score', isHidden: true }],
      guestHosts: ['guest.support.example'],
    });
    await putPageDecisions('anna', { guestHosts: [] });
    expect((await getPageDecisions('anna')).guestHosts).to.deep.equal([]);
    expect(await getPageDecisions('ben')).to.deep.equal({});
  });

  it('lets no contact call, and shows no case data, if what a page decided can’t be read any more', async () => {
    await putPageDecisions('anna', {
      caseData: [{ isHidden: true }],
      guestHosts: 'guest.example',
      cardNumbersInMessages: 'never',
      retentionDays: 0,
      privileges: {},
    });
    expect(pageDecisionsOf(await getPageDecisions('anna'))).to.deep.equal({
      caseData: 'hide-everything',
      guestHosts: [],
      cardNumbersInMessages: 'mask',
      retentionDays: 1,
      privileges: { ...NO_POLICY.privileges, canWipe: false },
    });
    expect(pageDecisionsOf(await getPageDecisions('ben'))).to.deep.equal({});
  });
});
