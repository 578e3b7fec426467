import type { AccountDatabase } from './account-database.ts';

/** Whether the contact service is still to be told of consultations. By itself, so that nobody else loads what reads them. */
export async function hasSharedContacts(database: AccountDatabase): Promise<boolean> {
  return (await database.count('sharedContacts')) > 0;
}
