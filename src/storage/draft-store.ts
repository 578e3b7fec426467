import type { Write } from './journal.ts';
import type { AccountDatabase } from './account-database.ts';

export async function getDraft(database: AccountDatabase, sessionId: string): Promise<string> {
  return (await database.get('drafts', sessionId)) ?? '';
}

export function putDraft(sessionId: string, text: string): Write {
  return (transaction) => {
    const drafts = transaction.objectStore('drafts');
    return text === '' ? drafts.delete(sessionId) : drafts.put(text, sessionId);
  };
}
