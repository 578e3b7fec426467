import type { UnsentWork } from '../../../model/workspace.ts';
import type { AccountDatabase } from '../../../storage/account-database.ts';
import { hasSharedContacts } from '../../../storage/shared-contact-count.ts';
import type { ContactParts } from '../../contacts/contact-parts.ts';
import type { Outbox } from '../../stream/outbox.ts';

/** How long signing out waits for what is still to be sent. */
export const SETTLE_MS = 3_000;

export interface UnsentWorkOptions {
  readonly database: AccountDatabase;
  readonly outbox: Pick<Outbox, 'whenSent'>;
  readonly contacts: Pick<ContactParts, 'settle' | 'unsent'>;
  /** Ends the open sessions, and tells the contact service of them. */
  readonly settle: () => Promise<void>;
}

/**
 * What signing out now would lose because nobody else has it; undefined for nothing. First sends what can be sent within a few seconds, and
 * for that ends open sessions, unless something is lost in any case.
 */
export async function unsentWork({ database, outbox, contacts, settle }: UnsentWorkOptions): Promise<UnsentWork | undefined> {
  const messages = await outbox.whenSent(SETTLE_MS);
  if (messages > 0) return { messages, consultations: 0 };
  if (!(await hasSharedContacts(database))) return undefined;
  await contacts.settle();
  const refused = (await contacts.unsent()).length;
  if (refused > 0) return { messages, consultations: refused };
  await settle();
  const consultations = (await contacts.unsent()).length;
  return consultations > 0 ? { messages, consultations } : undefined;
}
