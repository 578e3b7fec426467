import * as v from 'valibot';
import { CASE_FIELD_TYPES } from '../model/interaction/case-data.ts';
import { RECORD_REFUSALS, type RecordId, type RecordRefusal } from '../model/contact/consultation-record.ts';
import { HISTORY_MEDIA, HISTORY_STATUSES } from '../model/contact/contact.ts';
import type { FinishedConsultation } from '../model/contact/finished-consultation.ts';
import type { StoreDatabase, StoreWrite } from './store-port.ts';
import type { SessionId } from '../model/ids.ts';

const time = v.number();
const field = v.object({ key: v.string(), type: v.picklist(CASE_FIELD_TYPES), value: v.string() });

/**
 * A contact that a consultation of this host shares: to be granted while the session goes on, then to be taken back, and the consultation
 * to be appended to the contact's history. It is there until the service has taken all of that. Times are milliseconds since the epoch.
 */
export interface SharedContact extends RecordId {
  readonly createdAt: number;
  /** As the interaction named the contact; records of an earlier version don't have it, nor the peer. */
  readonly contactName?: string;
  /** The colleague whom the agent consults. */
  readonly peer?: string;
  /** Whom the contact is granted to; absent for a peer who couldn't see it anyway. */
  readonly agent?: string;
  /** The grant's end; 0 when it was asked for, and the service may have heard it or not. */
  readonly grantedUntil?: number;
  /** The case data as it was shared last. It is kept here because the session forgets it at its end. */
  readonly caseData: FinishedConsultation['caseData'];
  /** The session is over. */
  readonly isOver: boolean;
  /** Since when the service is to be told of it, by itself for a week; without it, since `createdAt`. */
  readonly tellingSince?: number;
  /** The grant has ended, or can't be had. */
  readonly isGrantDone: boolean;
  /** It isn't tried any more by itself: the service has refused for good to append it, or hasn't taken it in time. */
  readonly isRefused?: boolean;
  /** Why it was refused last; it stays while it is tried again. */
  readonly refusal?: RecordRefusal;
  /** What is to be appended, once it is made; null when nothing is. */
  readonly finished?: FinishedConsultation | null;
}

/** What is still to be told to the contact service of consultations. */
export type SharedContactRecords = { sharedContacts: { key: [sessionId: SessionId, contactId: string]; value: SharedContact } };

const sharedContactShape = v.object({
  sessionId: v.string(),
  contactId: v.string(),
  createdAt: time,
  contactName: v.optional(v.string()),
  peer: v.optional(v.string()),
  agent: v.optional(v.string()),
  grantedUntil: v.optional(time),
  caseData: v.array(field),
  isOver: v.boolean(),
  tellingSince: v.optional(time),
  isGrantDone: v.boolean(),
  isRefused: v.optional(v.boolean()),
  refusal: v.optional(
    v.object({
      reason: v.picklist(RECORD_REFUSALS),
      at: time,
      status: v.optional(v.number()),
      detail: v.optional(v.string()),
      isTold: v.boolean(),
    }),
  ),
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
export async function getSharedContacts(database: StoreDatabase<SharedContactRecords>): Promise<SharedContact[]> {
  const records: readonly unknown[] = await database.getAll('sharedContacts');
  return records.flatMap((record) => {
    const parsed = v.safeParse(sharedContactShape, record);
    return parsed.success ? [withRefusal(parsed.output)] : [];
  });
}

/** An earlier version didn't note why, and told nobody. */
function withRefusal(shared: SharedContact): SharedContact {
  return shared.isRefused && !shared.refusal ? { ...shared, refusal: { reason: 'failed', at: shared.createdAt, isTold: false } } : shared;
}

export function putSharedContact(shared: SharedContact): StoreWrite<SharedContactRecords> {
  return (transaction) => transaction.objectStore('sharedContacts').put(shared);
}

export function deleteSharedContact({ sessionId, contactId }: RecordId): StoreWrite<SharedContactRecords> {
  return (transaction) => transaction.objectStore('sharedContacts').delete([sessionId, contactId]);
}
