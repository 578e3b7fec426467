import type { SessionId } from '../model/ids.ts';
import type { ImSession } from '../model/session/im-session.ts';
import type { DraftRecords } from './draft-store.ts';
import { DONE, getSessions, type SessionRecords } from './session-store.ts';
import type { StoreDatabase, StoreTransaction, StoreWrite } from './store-port.ts';
import { isReadable, type TranscriptRecords } from './transcript-store.ts';

type ConversationRecords = SessionRecords & TranscriptRecords & DraftRecords;

const BATCH = 250;

/** The sessions that were marked done. They are read a few at a time, so that other work of this thread comes in between. */
export async function getDoneSessions(database: StoreDatabase<SessionRecords>): Promise<ImSession[]> {
  const ids = await database.getAllKeysFromIndex('sessions', 'byDone', DONE);
  const sessions: ImSession[] = [];
  for (let first = 0; first < ids.length; first += BATCH) sessions.push(...(await getSessions(database, ids.slice(first, first + BATCH))));
  return sessions;
}

/** What was said in sessions: for each the bodies of its messages, of at most the last `count` entries. */
export function getLastBodies(
  database: StoreDatabase<TranscriptRecords>,
  sessions: readonly Pick<ImSession, 'id' | 'lastPosition'>[],
  count: number,
): Promise<string[][]> {
  return Promise.all(
    sessions.map(async ({ id, lastPosition }) => {
      const entries = await database.getAllFromIndex(
        'transcript',
        'byPosition',
        IDBKeyRange.bound([id, lastPosition - count + 1], [id, Infinity]),
        count,
      );
      return entries.flatMap((entry) => (entry.kind === 'message' && isReadable(entry) ? [entry.body] : []));
    }),
  );
}

/** How much of the agent's conversations is stored in this browser. */
export async function countStored(
  database: StoreDatabase<SessionRecords & TranscriptRecords>,
): Promise<{ readonly sessions: number; readonly messages: number }> {
  const [sessions, keys] = await Promise.all([database.countFromIndex('sessions', 'byDone'), database.getStoredKeys('transcript')]);
  // Only messages have a sender; events have none.
  return { sessions, messages: keys.filter(([, from]) => from !== '').length };
}

/** Deletes all sessions that were marked done, with their transcripts and drafts; their ids stay (session-store.ts says why). */
export function deleteDoneSessions(): StoreWrite<ConversationRecords> {
  const write = async (transaction: StoreTransaction<ConversationRecords>) => {
    const ids = await transaction.objectStore('sessions').index('byDone').getAllKeys(DONE);
    await Promise.all(ids.map((id) => deleteSession(id, transaction)));
  };
  return Object.assign(write, { isReadingFirst: true as const });
}

/** Deletes these sessions, with their transcripts and drafts. */
export function deleteSessions(ids: readonly SessionId[]): StoreWrite<ConversationRecords> {
  return (transaction) => Promise.all(ids.map((id) => deleteSession(id, transaction)));
}

/** The sessions that were marked done and have ended before this time. Of one that can't be read, the time of its beginning counts. */
export async function getDoneBefore(database: StoreDatabase<SessionRecords>, before: number): Promise<SessionId[]> {
  const ids = await database.getAllKeysFromIndex('sessions', 'byDone', IDBKeyRange.bound([1], [1, before]));
  const found: SessionId[] = [];
  for (let first = 0; first < ids.length; first += BATCH) {
    const batch = ids.slice(first, first + BATCH);
    const later = new Set(
      (await getSessions(database, batch)).flatMap(({ id, state }) => (state.status === 'ended' && state.at >= before ? [id] : [])),
    );
    found.push(...batch.filter((id) => !later.has(id)));
  }
  return found;
}

async function deleteSession(id: SessionId, transaction: StoreTransaction<ConversationRecords>): Promise<void> {
  await Promise.all([
    transaction.objectStore('sessions').put({ id }),
    transaction.objectStore('transcript').delete(IDBKeyRange.bound([id], [id, []])),
    transaction.objectStore('drafts').delete(id),
  ]);
}
