import type { AccountDatabase, WriteTransaction } from './account-database.ts';
import type { Write } from './journal.ts';
import { DONE } from './session-store.ts';

/** How much of the agent's conversations is stored in this browser. */
export async function countStored(database: AccountDatabase): Promise<{ readonly sessions: number; readonly messages: number }> {
  const [sessions, keys] = await Promise.all([database.countFromIndex('sessions', 'byDone'), database.getStoredKeys('transcript')]);
  // An event has no sender.
  return { sessions, messages: keys.filter(([, from]) => from !== '').length };
}

/** Deletes all sessions that were marked done, with their transcripts and drafts; their ids stay (schema.ts says why). */
export function deleteDoneSessions(): Write {
  const write = async (transaction: WriteTransaction) => {
    const ids = await transaction.objectStore('sessions').index('byDone').getAllKeys(DONE);
    await Promise.all(ids.map((id) => deleteSession(id, transaction)));
  };
  return Object.assign(write, { isReadingFirst: true as const });
}

async function deleteSession(id: string, transaction: WriteTransaction): Promise<void> {
  await Promise.all([
    transaction.objectStore('sessions').put({ id }),
    transaction.objectStore('transcript').delete(IDBKeyRange.bound([id], [id, []])),
    transaction.objectStore('drafts').delete(id),
  ]);
}
