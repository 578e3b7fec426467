import * as v from 'valibot';
import type { ContactInformation, PastInteraction } from '../model/contact/contact.ts';
import type { PastInteractionRecords } from './past-interaction-store.ts';
import type { StoreDatabase } from './store-port.ts';

const time = v.number();
const etag = v.optional(v.string());

const informationShape = v.object({
  id: v.string(),
  name: v.string(),
  company: v.string(),
  numbers: v.array(v.object({ kind: v.string(), value: v.string() })),
  emails: v.array(v.string()),
  addresses: v.array(v.object({ kind: v.string(), text: v.string() })),
  notes: v.string(),
  attributes: v.array(v.object({ name: v.string(), value: v.string() })),
}) satisfies v.GenericSchema<unknown, ContactInformation>;

/** What this browser holds of a contact. Times are milliseconds since the epoch. */
export interface StoredContact {
  /** A record of another version isn't read, and neither are its rows. The contact is read from the service again. */
  readonly version: 1;
  readonly id: string;
  /** When a view last asked for the contact. */
  readonly usedAt: number;
  /** Why the agent may see the contact; absent before it was read. */
  readonly access?: 'team' | 'grant';
  readonly information?: { readonly contact: ContactInformation; readonly etag?: string; readonly readAt: number };
  readonly history?: {
    /** When the service last said that these are its newest rows. */
    readonly readAt: number;
    /** When all rows were read; 0 if they never were. */
    readonly wholeAt: number;
    /** The entity tag of the first page. */
    readonly etag?: string;
    /** Whether the service has more rows. */
    readonly isCut: boolean;
    readonly rows: number;
  };
  /** About how many bytes its history takes. */
  readonly bytes: number;
}

/** Some rows of a contact's history, newest last, with what each is searched by: words are folded once. */
interface StoredHistoryChunk {
  readonly contactId: string;
  readonly number: number;
  readonly rows: readonly PastInteraction[];
  readonly texts: readonly string[];
}

/**
 * What was read of the organisation's contacts. It is a cache, which may be emptied at any time. A contact's record says how many rows its
 * chunks have, and is written together with them.
 */
export type ContactRecords = {
  contacts: { key: string; value: StoredContact };
  contactHistory: { key: [contactId: string, number: number]; value: StoredHistoryChunk };
};

const contactShape = v.object({
  version: v.literal(1),
  id: v.string(),
  usedAt: time,
  access: v.optional(v.picklist(['team', 'grant'])),
  information: v.optional(v.object({ contact: informationShape, etag, readAt: time })),
  history: v.optional(v.object({ readAt: time, wholeAt: time, etag, isCut: v.boolean(), rows: v.number() })),
  bytes: v.number(),
}) satisfies v.GenericSchema<unknown, StoredContact>;

/** All contacts that can be read. Records that can't be read are deleted. */
export async function getContacts(database: StoreDatabase<ContactRecords & PastInteractionRecords>): Promise<StoredContact[]> {
  const [keys, records]: readonly [readonly string[], readonly unknown[]] = await Promise.all([
    database.getAllKeys('contacts'),
    database.getAll('contacts'),
  ]);
  const contacts: StoredContact[] = [];
  for (const [index, record] of records.entries()) {
    const parsed = v.safeParse(contactShape, record);
    if (parsed.success) contacts.push(parsed.output);
    else await deleteContact(database, keys[index] ?? '');
  }
  return contacts;
}

export async function putContact(database: StoreDatabase<ContactRecords>, contact: StoredContact): Promise<void> {
  await database.put('contacts', contact);
}

/** Deletes a contact with its history and the details of its interactions. */
export async function deleteContact(database: StoreDatabase<ContactRecords & PastInteractionRecords>, id: string): Promise<void> {
  const all = IDBKeyRange.bound([id], [id, []]);
  await database.commit(['contacts', 'contactHistory', 'pastInteractions'], (transaction) =>
    Promise.all([
      transaction.objectStore('contacts').delete(id),
      transaction.objectStore('contactHistory').delete(all),
      transaction.objectStore('pastInteractions').delete(all),
    ]),
  );
}
