import * as v from 'valibot';
import { CASE_FIELD_TYPES } from '../model/case-data.ts';
import { HISTORY_MEDIA, HISTORY_STATUSES } from '../model/contact.ts';
import type { FinishedConsultation } from '../model/finished-consultation.ts';
import type { Write } from './journal.ts';
import type { AccountDatabase } from './account-database.ts';

const time = v.number();
const field = v.object({ key: v.string(), type: v.picklist(CASE_FIELD_TYPES), value: v.string() });

/**
 * A contact that a consultation of this host shares: to be granted while the session goes on, then to be taken back, and the consultation
 * to be appended to the contact's history. It is there until the service has taken all of that. Times are milliseconds since the epoch.
 */
export interface SharedContact {
  readonly sessionId: string;
  readonly contactId: string;
  readonly createdAt: number;
  /** Whom the contact is granted to; absent for a peer who couldn't see it anyway. */
  readonly agent?: string;
  /** The grant's end; 0 when it was asked for, and the service may have heard it or not. */
  readonly grantedUntil?: number;
  /** The case data as it was shared last: the session forgets it at its end. */
  readonly caseData: FinishedConsultation['caseData'];
  /** The session is over. */
  readonly isOver: boolean;
  /** The grant has ended, or can't be had. */
  readonly isGrantDone: boolean;
  /** The service has refused for good to append it, or hasn't taken it in time: it is kept, and tried again when something has changed there. */
  readonly isRefused?: boolean;
  /** What is to be appended, once it is made; null when nothing is. */
  readonly finished?: FinishedConsultation | null;
}

const sharedContactShape = v.object({
  sessionId: v.string(),
  contactId: v.string(),
  createdAt: time,
  agent: v.optional(v.string()),
  grantedUntil: v.optional(time),
  caseData: v.array(field),
  isOver: v.boolean(),
  isGrantDone: v.boolean(),
  isRefused: v.optional(v.boolean()),
  finished: v.optional(
    v.nullable(
      v.object({
        medium: v.picklist(HISTORY_MEDIA),
        subject: v.string(),
        startedAt: time,
        endedAt: time,
        status: v.picklist(HISTORY_STATUSES),
        outcome: v.string(),
        caseData: v.array(field),
        transcript: v.array(v.object({ at: time, author: v.string(), text: v.string() })),
      }),
    ),
  ),
}) satisfies v.GenericSchema<unknown, SharedContact>;

/** A record that can't be read is left alone. */
export async function getSharedContacts(database: AccountDatabase): Promise<SharedContact[]> {
  const records: readonly unknown[] = await database.getAll('sharedContacts');
  return records.flatMap((record) => {
    const parsed = v.safeParse(sharedContactShape, record);
    return parsed.success ? [parsed.output] : [];
  });
}

export function putSharedContact(shared: SharedContact): Write {
  return (transaction) => transaction.objectStore('sharedContacts').put(shared);
}

export function deleteSharedContact({ sessionId, contactId }: Pick<SharedContact, 'sessionId' | 'contactId'>): Write {
  return (transaction) => transaction.objectStore('sharedContacts').delete([sessionId, contactId]);
}
