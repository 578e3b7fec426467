import type { PastInteraction } from '../model/contact/contact.ts';
import type { ContactRecords, StoredContact } from './contact-store.ts';
import type { StoreDatabase } from './store-port.ts';

/** How many rows a chunk has. Thousands of rows are then read in tens of requests, and new ones change only the last chunks. */
const CHUNK = 500;

export interface HistoryRows {
  readonly rows: readonly PastInteraction[];
  readonly texts: readonly string[];
}

const chunksOf = (contactId: string) => IDBKeyRange.bound([contactId], [contactId, []]);

/** A contact's rows, newest last. */
export async function getHistory(database: StoreDatabase<ContactRecords>, contactId: string): Promise<HistoryRows> {
  const chunks = await database.getAll('contactHistory', chunksOf(contactId));
  return { rows: chunks.flatMap(({ rows }) => rows), texts: chunks.flatMap(({ texts }) => texts) };
}

/** Replaces a contact's rows, with what is known of it. @param firstChanged Rows before this one are stored already */
export async function putHistory(
  database: StoreDatabase<ContactRecords>,
  contact: StoredContact,
  { rows, texts }: HistoryRows,
  firstChanged: number,
): Promise<void> {
  const first = Math.floor(firstChanged / CHUNK);
  await database.commit(['contacts', 'contactHistory'], async (transaction) => {
    const chunks = transaction.objectStore('contactHistory');
    const writes: Promise<unknown>[] = [
      transaction.objectStore('contacts').put(contact),
      chunks.delete(IDBKeyRange.bound([contact.id, first], [contact.id, []])),
    ];
    for (let number = first; number * CHUNK < rows.length; number += 1) {
      const [from, to] = [number * CHUNK, (number + 1) * CHUNK];
      writes.push(chunks.put({ contactId: contact.id, number, rows: rows.slice(from, to), texts: texts.slice(from, to) }));
    }
    await Promise.all(writes);
  });
}
