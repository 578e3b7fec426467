import { expect } from '@open-wc/testing';
import type { ImSession } from '../../src/model/im-session.ts';
import { deleteAccountDatabase, openAccountDatabase } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/schema.ts';
import { getSessions, putSession } from '../../src/storage/session-store.ts';

const JID = 'session-test@localhost';

const SESSION: ImSession = {
  id: 's', peer: 'bob@localhost', direction: 'incoming', isPlain: false, isInvitedFromHere: false,
  state: { status: 'invited', notification: 'dismissed', notificationExpiresAt: 5 },
  createdAt: 1, isDisplayed: false, unread: 2, lastReceivedId: 'm2', lastPosition: 3, isDone: false, initialMessage: 'Hello?',
};

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
    const journal = new Journal(database, () => undefined);
    journal.write(putSession(SESSION), putSession({ ...SESSION, id: 't', state: { status: 'ended', reason: 'peer-left', at: 9 } }));
    await journal.flush();
    expect(await getSessions(database)).to.deep.equal([SESSION, { ...SESSION, id: 't', state: { status: 'ended', reason: 'peer-left', at: 9 } }]);
  });

  it('leaves out a record that can not be read, and keeps it', async () => {
    await database.put('sessions', SESSION);
    const unreadable = { ...SESSION, id: 'from-tomorrow', state: { status: 'on-hold' } };
    // As another version of this extension may have stored it.
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(database.name);
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
    expect(await getSessions(database)).to.deep.equal([SESSION]);
    expect(await database.count('sessions')).to.equal(2);
  });
});
