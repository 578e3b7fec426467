import { expect } from '@open-wc/testing';
import type { ImSession, TranscriptEntry } from '../../src/model/session/im-session.ts';
import { getDraft, putDraft } from '../../src/storage/draft-store.ts';
import { countStored, deleteDoneSessions, getDoneSessions } from '../../src/storage/history-store.ts';
import { Journal } from '../../src/storage/journal.ts';
import type { AccountDatabase } from '../../src/storage/account-database.ts';
import { getOpenSessions, getSessionIds, getSessions, putSession } from '../../src/storage/session-store.ts';
import { getLastEntries, putEntry } from '../../src/storage/transcript-store.ts';
import { DATABASE_KINDS, DATABASES } from './account-databases.ts';

const JID = 'history-test@localhost';
const PEER = 'bob@localhost';

const session = (id: string, isDone: boolean): ImSession => ({
  id,
  peer: PEER,
  direction: 'outgoing',
  isPlain: false,
  isInvitedFromHere: true,
  state: { status: 'ended', reason: 'ended-here', at: 2 },
  createdAt: 1,
  isDisplayed: true,
  unread: 0,
  lastPosition: 2,
  isDone,
});
const said = (sessionId: string): TranscriptEntry[] => [
  { kind: 'event', sessionId, id: 'invited', position: 1, at: 1, event: 'invited' },
  { kind: 'message', sessionId, id: 'm', position: 2, at: 2, from: PEER, isOwn: false, body: 'hello' },
];

for (const kind of DATABASE_KINDS) {
  describe(`history store, ${kind}`, () => {
    let database: AccountDatabase;
    let journal: Journal;

    beforeEach(async () => {
      database = await DATABASES[kind].open(JID);
      journal = new Journal(database, {
        onFailure: (error) => {
          throw error;
        },
      });
      // One id begins like another, so that a look-up by the beginning of a key would mix them up.
      for (const [id, isDone] of [
        ['a', true],
        ['ab', false],
        ['b', true],
      ] as const)
        journal.write(putSession(session(id, isDone)), ...said(id).map(putEntry), putDraft(id, 'half a thought'));

      await journal.flush();
    });

    afterEach(async () => {
      database.close();
      await DATABASES[kind].delete(JID);
    });

    it('counts sessions and messages', async () => {
      expect(await countStored(database)).to.deep.equal({ sessions: 3, messages: 3 });
    });

    it('deletes the done sessions with all that belongs to them, and nothing else', async () => {
      journal.write(deleteDoneSessions());
      await journal.flush();
      expect(await countStored(database)).to.deep.equal({ sessions: 1, messages: 1 });
      expect(await getDoneSessions(database)).to.be.empty;
      expect((await getOpenSessions(database)).map(({ id }) => id)).to.deep.equal(['ab']);
      expect(await getLastEntries(database, 'ab', 10)).to.have.length(2);
      expect(await getLastEntries(database, 'a', 10)).to.be.empty;
      expect([await getDraft(database, 'a'), await getDraft(database, 'ab')]).to.deep.equal(['', 'half a thought']);
    });

    it('keeps only the ids of what was deleted', async () => {
      journal.write(deleteDoneSessions());
      await journal.flush();
      expect(await getSessionIds(database)).to.have.members(['a', 'ab', 'b']);
      expect(await database.get('sessions', 'a')).to.deep.equal({ id: 'a' });
      expect(await getSessions(database, ['a'])).to.be.empty;
    });

    it('deletes a session that was marked done just before, in the same transaction', async () => {
      journal.write(putSession(session('ab', true)), deleteDoneSessions(), putSession(session('later', true)));
      await journal.flush();
      expect((await getDoneSessions(database)).map(({ id }) => id)).to.deep.equal(['later']);
    });
  });
}
