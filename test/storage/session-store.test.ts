import { expect } from '@open-wc/testing';
import type { ImSession } from '../../src/model/session/im-session.ts';
import { openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getDoneSessions } from '../../src/storage/history-store.ts';
import { getOpenSessions, getSessionIds, getSessions, putSession } from '../../src/storage/session-store.ts';
import { deleteAccountDatabase } from './account-databases.ts';

const JID = 'session-test@localhost';

const SESSION: ImSession = {
  id: 's',
  peer: 'bob@localhost',
  direction: 'incoming',
  isPlain: false,
  isInvitedFromHere: false,
  state: { status: 'invited', notification: 'dismissed', notificationExpiresAt: 5 },
  createdAt: 1,
  isDisplayed: false,
  unread: 2,
  lastReceivedId: 'm2',
  lastPosition: 3,
  isDone: false,
  initialMessage: 'Hello?',
};

const CONSULTATION: ImSession = {
  ...SESSION,
  id: 'consultation',
  initialMessageId: 'm1',
  parent: {
    interactionId: 'crm-1',
    media: 'voice',
    contactName: 'Maria Lindqvist',
    isClosed: false,
    version: 2,
    leftOut: ['Card'],
    caseData: { fields: [{ key: 'Topic', type: 'text', value: 'Invoice', isCut: true, isMasked: true, changedAt: 4 }], omitted: 3 },
  },
};

const ENDED: ImSession = { ...SESSION, id: 'ended', state: { status: 'ended', reason: 'peer-left', at: 9, since: 5 } };

describe('session store', () => {
  let database: AccountDatabase;

  beforeEach(async () => {
    database = await openAccountDatabase(JID, () => undefined);
  });

  afterEach(async () => {
    database.close();
    await deleteAccountDatabase(JID);
  });

  it('gives back every field of what was stored', async () => {
    const journal = new Journal(database, { onFailure: () => undefined });
    journal.write(putSession(SESSION), putSession(ENDED), putSession(CONSULTATION));
    await journal.flush();
    expect(await getSessions(database, ['s', 'ended', 'absent', 'consultation'])).to.deep.equal([SESSION, ENDED, CONSULTATION]);
  });

  it('distinguishes done sessions from open ones, and knows the ids of all', async () => {
    const journal = new Journal(database, { onFailure: () => undefined });
    const done = Array.from({ length: 600 }, (_, index) => ({ ...ENDED, id: `done-${index}`, createdAt: index % 7, isDone: true }));
    journal.write(putSession(SESSION), putSession(ENDED), ...done.map(putSession));
    await journal.flush();
    expect((await getOpenSessions(database)).map(({ id }) => id).sort()).to.deep.equal(['ended', 's']);
    expect((await getDoneSessions(database)).map(({ id }) => id).sort()).to.deep.equal(done.map(({ id }) => id).sort());
    expect(await getSessionIds(database)).to.have.length(602);
    journal.write(putSession({ ...ENDED, isDone: true }));
    await journal.flush();
    expect((await getOpenSessions(database)).map(({ id }) => id)).to.deep.equal(['s']);
  });

  it('leaves out a record that can not be read, and keeps it', async () => {
    await database.put('sessions', { ...SESSION, done: 0 });
    const unreadable = { ...SESSION, id: 'from-tomorrow', state: { status: 'on-hold' }, done: 0 };
    // Stores a session as another version of this extension may have done.
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(`backchannel:${JID}`);
      opening.onerror = () => reject(new Error('can not open'));
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('sessions', 'readwrite');
        transaction.objectStore('sessions').put(unreadable);
        transaction.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
    expect(await getOpenSessions(database)).to.deep.equal([SESSION]);
    expect(await database.count('sessions')).to.equal(2);
  });
});
