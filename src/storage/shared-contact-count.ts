import type { SharedContactRecords } from './shared-contact-store.ts';
import type { StoreDatabase } from './store-port.ts';

/** Whether the contact service is still to be told of consultations. By itself, so that nobody else loads what reads them. */
export async function hasSharedContacts(database: StoreDatabase<SharedContactRecords>): Promise<boolean> {
  return (await database.count('sharedContacts')) > 0;
}
