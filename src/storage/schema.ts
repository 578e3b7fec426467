import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { ImSession, TranscriptEntry } from '../model/session/im-session.ts';
import type { Interaction } from '../model/interaction/interaction.ts';
import type { VoiceCall } from '../model/call/voice-call.ts';
import type { StoredHistoryChunk } from './contact-history-store.ts';
import type { StoredContact } from './contact-store.ts';
import type { OutboxEntry } from './outbox-store.ts';
import type { StoredPastInteraction } from './past-interaction-store.ts';
import type { SharedContact } from './shared-contact-store.ts';

/** One account's data in this browser. `facts` holds single values by name: see account-facts.ts. */
export interface AccountSchema extends DBSchema {
  facts: { key: string; value: unknown };
  sessions: { key: string; value: StoredSession; indexes: { byDone: [done: number, createdAt: number] } };
  transcript: {
    key: [sessionId: string, from: string, id: string];
    value: StoredTranscriptEntry;
    indexes: { byPosition: [sessionId: string, position: number] };
  };
  outbox: { key: string; value: OutboxEntry };
  drafts: { key: string; value: string };
  interactions: { key: string; value: Interaction };
  calls: { key: string; value: VoiceCall };
  /** What was read of the organisation's contacts. It is a cache, which may be emptied at any time. */
  contacts: { key: string; value: StoredContact };
  contactHistory: { key: [contactId: string, number: number]; value: StoredHistoryChunk };
  pastInteractions: { key: [contactId: string, id: string]; value: StoredPastInteraction };
  /** What is still to be told to the contact service of consultations: see shared-contact-store.ts. */
  sharedContacts: { key: [sessionId: string, contactId: string]; value: SharedContact };
}

/**
 * A session as stored: `done` stands for `isDone`, which can't be indexed. Of a session that was deleted only the id is kept, outside of every index.
 * The archive may still tell of its invitation, which must not open it anew.
 */
export type StoredSession = (ImSession & { readonly done: 0 | 1 }) | { readonly id: string };

/** A transcript entry as stored: an event's `from` is empty, so that one key path serves both kinds. */
export type StoredTranscriptEntry = TranscriptEntry & { readonly from: string };

export type UpgradeTransaction = IDBPTransaction<AccountSchema, StoreNames<AccountSchema>[], 'versionchange'>;
type Migration = (database: IDBPDatabase<AccountSchema>, transaction: UpgradeTransaction) => void | Promise<void>;

/** Each migration takes the schema from its index to the next version. Never edit one that was released; add another one. */
export const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore('facts');
    database.createObjectStore('sessions', { keyPath: 'id' });
    database.createObjectStore('outbox', { keyPath: 'id' });
    database.createObjectStore('drafts');
    const transcript = database.createObjectStore('transcript', { keyPath: ['sessionId', 'from', 'id'] });
    transcript.createIndex('byPosition', ['sessionId', 'position']);
  },
  async (_database, transaction) => {
    const sessions = transaction.objectStore('sessions');
    sessions.createIndex('byDone', ['done', 'createdAt']);
    for (let cursor = await sessions.openCursor(); cursor; cursor = await cursor.continue()) {
      const done = 'isDone' in cursor.value && cursor.value.isDone ? 1 : 0;
      // The record may be of any version, so that nothing but `done` is changed.
      await cursor.update(Object.assign(cursor.value, { done }));
    }
  },
  (database) => void database.createObjectStore('interactions', { keyPath: 'id' }),
  (database) => {
    database.createObjectStore('contacts', { keyPath: 'id' });
    database.createObjectStore('contactHistory', { keyPath: ['contactId', 'number'] });
    database.createObjectStore('pastInteractions', { keyPath: ['contactId', 'id'] });
    database.createObjectStore('sharedContacts', { keyPath: ['sessionId', 'contactId'] });
  },
  (database) => void database.createObjectStore('calls', { keyPath: 'id' }),
];
