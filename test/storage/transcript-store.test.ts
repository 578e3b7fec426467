import { expect } from '@open-wc/testing';
import { Changes } from '../../src/background/events/changes.ts';
import { Transcripts } from '../../src/background/im/transcripts.ts';
import type { TranscriptEntry } from '../../src/model/session/im-session.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getLastBodies } from '../../src/storage/history-store.ts';
import { getLastEntries, putEntry, updateOwnMessage } from '../../src/storage/transcript-store.ts';
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
      journal = new Journal(database, {
        onFailure: (error) => {
          throw error;
        },
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

    it('gives the entries around a position, alike whether they are in memory or stored only', async () => {
      journal.write(...Array.from({ length: 900 }, (_, index) => putEntry(message(index + 1))));
      await journal.flush();
      const told = async (transcripts: Transcripts, position: number) => {
        const { entries, ...rest } = await transcripts.windowAround('s', position, 100);
        return { first: entries[0]?.position, last: entries.at(-1)?.position, count: entries.length, ...rest };
      };
      const cold = new Transcripts(database, journal, new Changes(), JID);
      const warm = new Transcripts(database, journal, new Changes(), JID);
      await warm.window('s', 500);
      for (const transcripts of [cold, warm]) {
        expect(await told(transcripts, 1)).to.deep.equal({ first: 1, last: 100, count: 100, hasEarlier: false, newest: 900 });
        expect(await told(transcripts, 450)).to.deep.equal({ first: 350, last: 549, count: 200, hasEarlier: true, newest: 900 });
        expect(await told(transcripts, 700)).to.deep.equal({ first: 600, last: 799, count: 200, hasEarlier: true, newest: 900 });
        expect(await told(transcripts, 850)).to.deep.equal({ first: 750, last: 900, count: 151, hasEarlier: true });
        expect(await told(transcripts, 2_000)).to.deep.equal({ first: 801, last: 900, count: 100, hasEarlier: true });
      }
    });

    it('moves messages that are sent only now behind what came in between, in their order, but none behind a later one that was sent before it', async () => {
      const transcripts = new Transcripts(database, journal, new Changes(), JID);
      transcripts.begin('s');
      for (const entry of [
        { ...message(1, JID), delivery: 'waiting' } as const,
        message(2),
        { ...message(3, JID), delivery: 'sent' } as const,
        { ...message(4, JID), delivery: 'waiting' } as const,
        message(5),
        { ...message(6, JID), delivery: 'failed' } as const,
        { ...message(7, JID), delivery: 'waiting' } as const,
        message(8),
      ])
        transcripts.append(entry);
      expect(transcripts.moveToEnd('s', new Set(['m1', 'm4', 'm7']), 8)).to.equal(10);
      const { entries } = await transcripts.window('s', 10);
      expect(entries.map(({ id }) => id)).to.deep.equal(['m1', 'm2', 'm3', 'm5', 'm6', 'm8', 'm4', 'm7']);
      expect(transcripts.moveToEnd('s', new Set(['m1', 'm4', 'm7']), 10), 'nothing has come in between').to.equal(10);
      await journal.flush();
      const stored = await new Transcripts(database, journal, new Changes(), JID).window('s', 10);
      expect(stored.entries.map(({ id }) => id)).to.deep.equal(['m1', 'm2', 'm3', 'm5', 'm6', 'm8', 'm4', 'm7']);
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
