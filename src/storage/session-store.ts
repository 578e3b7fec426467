import type { ImSession } from '../model/im-session.ts';
import type { Write } from './journal.ts';
import type { AccountDatabase } from './schema.ts';

export async function getSessions(database: AccountDatabase): Promise<ImSession[]> {
  return database.getAll('sessions');
}

export function putSession(session: ImSession): Write {
  return (transaction) => transaction.objectStore('sessions').put(session);
}
