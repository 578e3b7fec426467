import type { DraftRecords } from './draft-store.ts';
import { DONE, type SessionRecords } from './session-store.ts';
import type { StoreDatabase, StoreTransaction, StoreWrite } from './store-port.ts';
import type { TranscriptRecords } from './transcript-store.ts';
import type { SessionId } from '../model/ids.ts';

type ConversationRecords = SessionRecords & TranscriptRecords & DraftRecords;

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

async function deleteSession(id: SessionId, transaction: StoreTransaction<ConversationRecords>): Promise<void> {
  await Promise.all([
    transaction.objectStore('sessions').put({ id }),
    transaction.objectStore('transcript').delete(IDBKeyRange.bound([id], [id, []])),
    transaction.objectStore('drafts').delete(id),
  ]);
}
