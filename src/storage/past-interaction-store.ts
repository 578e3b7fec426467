import type { PastInteractionDetails } from '../model/contact/contact.ts';
import type { StoreDatabase } from './store-port.ts';

/** A past interaction that was opened, with its details. */
export interface StoredPastInteraction {
  readonly contactId: string;
  readonly id: string;
  readonly interaction: PastInteractionDetails;
  readonly etag?: string;
  readonly readAt: number;
  /** What its details are searched by. */
  readonly text: string;
}

export type PastInteractionRecords = { pastInteractions: { key: [contactId: string, id: string]; value: StoredPastInteraction } };

/** How many opened interactions are kept of a contact. Beyond that, those that were read first are deleted. */
const MAX_PER_CONTACT = 100;

const allOf = (contactId: string) => IDBKeyRange.bound([contactId], [contactId, []]);

export function getPastInteraction(
  database: StoreDatabase<PastInteractionRecords>,
  contactId: string,
  id: string,
): Promise<StoredPastInteraction | undefined> {
  return database.get('pastInteractions', [contactId, id]);
}

/** The interactions of a contact that were opened. */
export function getPastInteractions(database: StoreDatabase<PastInteractionRecords>, contactId: string): Promise<StoredPastInteraction[]> {
  return database.getAll('pastInteractions', allOf(contactId));
}

export async function putPastInteraction(
  database: StoreDatabase<PastInteractionRecords>,
  interaction: StoredPastInteraction,
): Promise<void> {
  await database.put('pastInteractions', interaction);
  const keys = await database.getAllKeys('pastInteractions', allOf(interaction.contactId));
  if (keys.length <= MAX_PER_CONTACT) return;
  const all = await getPastInteractions(database, interaction.contactId);
  const oldest = all.sort((a, b) => a.readAt - b.readAt).slice(0, keys.length - MAX_PER_CONTACT);
  await database.commit(['pastInteractions'], (transaction) =>
    Promise.all(oldest.map(({ contactId, id }) => transaction.objectStore('pastInteractions').delete([contactId, id]))),
  );
}

export async function deletePastInteraction(database: StoreDatabase<PastInteractionRecords>, contactId: string, id: string): Promise<void> {
  await database.delete('pastInteractions', [contactId, id]);
}
