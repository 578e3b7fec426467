import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { TargetRef } from '../model/target-ref.ts';
import type { FactRecords } from './account-facts.ts';
import type { CallRecords } from './call-store.ts';
import type { ContactRecords } from './contact-store.ts';
import type { DirectoryRecords } from './directory-store.ts';
import type { DraftRecords } from './draft-store.ts';
import type { InteractionRecords } from './interaction-store.ts';
import type { OutboxRecords } from './outbox-store.ts';
import type { PastInteractionRecords } from './past-interaction-store.ts';
import type { PresenceRecords } from './presence-store.ts';
import type { SessionRecords } from './session-store.ts';
import type { SharedContactRecords } from './shared-contact-store.ts';
import type { TranscriptRecords } from './transcript-store.ts';

/** One account's data in this browser: what each store says of its own records. Only their types come from there, so that no store's code is loaded with the schema. */
export type AccountSchema = FactRecords &
  SessionRecords &
  TranscriptRecords &
  OutboxRecords &
  DraftRecords &
  InteractionRecords &
  CallRecords &
  PresenceRecords &
  ContactRecords &
  PastInteractionRecords &
  SharedContactRecords &
  DirectoryRecords;

type UpgradingDatabase = IDBPDatabase<AccountSchema>;
export type UpgradeTransaction = IDBPTransaction<AccountSchema, StoreNames<AccountSchema>[], 'versionchange'>;
type Migration = (database: UpgradingDatabase, transaction: UpgradeTransaction) => void | Promise<void>;

/** Each migration takes the schema from its index to the next version. Never edit one that was released; add another one at the end. */
export const MIGRATIONS: readonly Migration[] = [
  createFirstStores,
  indexSessionsByDone,
  createInteractionsStore,
  createContactStores,
  createCallsStore,
  storeTargetsAsRefs,
  storePresenceByDevice,
  createDirectoryStore,
];

function createFirstStores(database: UpgradingDatabase): void {
  database.createObjectStore('facts');
  database.createObjectStore('sessions', { keyPath: 'id' });
  database.createObjectStore('outbox', { keyPath: 'id' });
  database.createObjectStore('drafts');
  const transcript = database.createObjectStore('transcript', { keyPath: ['sessionId', 'from', 'id'] });
  transcript.createIndex('byPosition', ['sessionId', 'position']);
}

async function indexSessionsByDone(_database: UpgradingDatabase, transaction: UpgradeTransaction): Promise<void> {
  const sessions = transaction.objectStore('sessions');
  sessions.createIndex('byDone', ['done', 'createdAt']);
  for (let cursor = await sessions.openCursor(); cursor; cursor = await cursor.continue()) {
    const done = 'isDone' in cursor.value && cursor.value.isDone ? 1 : 0;
    // The record may be of any version, so that nothing but `done` is changed.
    await cursor.update(Object.assign(cursor.value, { done }));
  }
}

function createInteractionsStore(database: UpgradingDatabase): void {
  database.createObjectStore('interactions', { keyPath: 'id' });
}

function createContactStores(database: UpgradingDatabase): void {
  database.createObjectStore('contacts', { keyPath: 'id' });
  database.createObjectStore('contactHistory', { keyPath: ['contactId', 'number'] });
  database.createObjectStore('pastInteractions', { keyPath: ['contactId', 'id'] });
  database.createObjectStore('sharedContacts', { keyPath: ['sessionId', 'contactId'] });
}

function createCallsStore(database: UpgradingDatabase): void {
  database.createObjectStore('calls', { keyPath: 'id' });
}

/** Favorites and Recent were texts: an address, or `group:` and a name. */
async function storeTargetsAsRefs(_database: UpgradingDatabase, transaction: UpgradeTransaction): Promise<void> {
  const facts = transaction.objectStore('facts');
  for (const name of ['favorites', 'recents']) {
    const stored: unknown = await facts.get(name);
    if (!Array.isArray(stored)) continue;
    const texts = stored.filter((entry) => typeof entry === 'string');
    const refs = texts.map((text): TargetRef => {
      const [, id] = /^group:(.*)$/s.exec(text) ?? [];
      return id === undefined ? { kind: 'agent', jid: text } : { kind: 'group', id };
    });
    await facts.put(refs, name);
  }
}

/** The presence of all devices was one record, which each change wrote anew. */
async function storePresenceByDevice(database: UpgradingDatabase, transaction: UpgradeTransaction): Promise<void> {
  const presence = database.createObjectStore('presence', { keyPath: 'from' });
  const facts = transaction.objectStore('facts');
  const stored: unknown = await facts.get('presence');
  for (const device of Array.isArray(stored) ? stored : []) if (typeof device?.from === 'string') await presence.put(device);
  await facts.delete('presence');
}

function createDirectoryStore(database: UpgradingDatabase): void {
  database.createObjectStore('directory', { keyPath: 'number' });
}
