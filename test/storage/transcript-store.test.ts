import { expect } from '@open-wc/testing';
import type { TranscriptEntry } from '../../src/model/session/im-session.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getLastBodies, getLastEntries, putEntry, updateOwnMessage } from '../../src/storage/transcript-store.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';

const JID = 'transcript-test@localhost';
const PEER = 'bob@localhost';

const message = (position: number, from = PEER, id = `m${position}`): TranscriptEntry => ({
  kind: 'message',
  sessionId: 's',
  id,
  position,
  at: 0,
  from,
  isOwn: from === JID,
  body: `number ${position}`,
});

for (const kind of DATABASE_KINDS) {
  describe(`transcript store, ${kind}`, () => {
    let database: AccountDatabase;
    let journal: Journal;

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      journal = new Journal(database, (error) => {
        throw error;
      });
    });

    afterEach(async () => {
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('gives the last entries of one session, oldest first', async () => {
      journal.write(...[5, 1, 4, 2, 3].map((position) => putEntry(message(position))), putEntry({ ...message(9), sessionId: 'other' }));
      await journal.flush();
      const entries = await getLastEntries(database, 's', 3);
      expect(entries.map(({ position }) => position)).to.deep.equal([3, 4, 5]);
    });

    it('gives the last messages of several sessions', async () => {
      const event: TranscriptEntry = { kind: 'event', sessionId: 's', id: 'accepted', position: 4, at: 0, event: 'accepted' };
      journal.write(
        ...[1, 2, 3].map((position) => putEntry(message(position))),
        putEntry(event),
        putEntry({ ...message(1), sessionId: 'other' }),
      );
      await journal.flush();
      const sessions = [
        { id: 's', lastPosition: 4 },
        { id: 'other', lastPosition: 1 },
        { id: 'absent', lastPosition: 0 },
      ];
      expect(await getLastBodies(database, sessions, 3)).to.deep.equal([['number 2', 'number 3'], ['number 1'], []]);
    });

    it('loses only the entry of a transcript that can not be read', async () => {
      journal.write(putEntry(message(1)), putEntry(message(3)));
      for (const broken of [{ body: undefined }, { body: 7 }, { at: NaN }, { kind: 'event' }, { kind: 'nonsense' }]) {
        const id = JSON.stringify(broken);
        journal.write((transaction) => transaction.objectStore('transcript').put({ ...message(2), ...broken, from: PEER, id } as never));
      }
      await journal.flush();
      expect((await getLastEntries(database, 's', 2)).map(({ position }) => position)).to.deep.equal([1, 3]);
      expect(await getLastBodies(database, [{ id: 's', lastPosition: 3 }], 10)).to.deep.equal([['number 1', 'number 3']]);
    });

    it('stores a message that comes again once, and never under another sender', async () => {
      journal.write(putEntry(message(1)), putEntry(message(1)), putEntry(message(2, JID, 'm1')));
      await journal.flush();
      expect(await getLastEntries(database, 's', 10)).to.have.length(2);
    });

    it('changes a message that it has, and adds none', async () => {
      journal.write(putEntry(message(1, JID, 'mine')));
      journal.write(updateOwnMessage('s', JID, 'mine', (entry) => ({ ...entry, delivery: 'read' })));
      journal.write(updateOwnMessage('s', JID, 'absent', (entry) => ({ ...entry, delivery: 'read' })));
      await journal.flush();
      const entries = await getLastEntries(database, 's', 10);
      expect(entries.map((entry) => entry.kind === 'message' && entry.delivery)).to.deep.equal(['read']);
    });
  });
}
