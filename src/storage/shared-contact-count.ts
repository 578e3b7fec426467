import type { AccountDatabase } from './account-database.ts';

/** Of how many consultations the contact service is still to be told. */
export function countSharedContacts(database: AccountDatabase): Promise<number> {
  return database.count('sharedContacts');
}

/** Whether the contact service is still to be told of consultations. By itself, so that nobody else loads what reads them. */
export async function hasSharedContacts(database: AccountDatabase): Promise<boolean> {
  return (await countSharedContacts(database)) > 0;
}
