import { getFact } from './account-facts.ts';
import type { AccountDatabase } from './account-database.ts';

/** Sessions that aren't marked done yet. */
const OPEN = IDBKeyRange.bound([0], [0, []]);
const STORES = ['interactions', 'outbox', 'calls', 'sharedContacts'] as const;

/**
 * Whether anything is on the agent's desk, or somebody is still to be told of something. By itself, so that who has an empty desk doesn't load what
 * reads it.
 */
export async function isDeskInUse(database: AccountDatabase): Promise<boolean> {
  const [sessions, events, marks, ...counts] = await Promise.all([
    database.getAllKeysFromIndex('sessions', 'byDone', OPEN),
    getFact(database, 'interactionEvents'),
    getFact(database, 'untoldMarks'),
    ...STORES.map((store) => database.count(store)),
  ]);
  return sessions.length + (events?.length ?? 0) + (marks?.length ?? 0) > 0 || counts.some((count) => count > 0);
}
