import type { StoreDatabase, StoreWrite } from './store-port.ts';
import type { SessionId } from '../model/ids.ts';

/** What the agent has typed and not sent, by session. */
export type DraftRecords = { drafts: { key: string; value: string } };

export async function getDraft(database: StoreDatabase<DraftRecords>, sessionId: SessionId): Promise<string> {
  return (await database.get('drafts', sessionId)) ?? '';
}

export function putDraft(sessionId: SessionId, text: string): StoreWrite<DraftRecords> {
  return (transaction) => {
    const drafts = transaction.objectStore('drafts');
    return text === '' ? drafts.delete(sessionId) : drafts.put(text, sessionId);
  };
}
