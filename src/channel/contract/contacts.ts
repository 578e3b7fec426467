import * as v from 'valibot';
import type { RecordExport } from '../../model/contact/consultation-record.ts';
import {
  type ContactInformation,
  type Freshness,
  HISTORY_MEDIA,
  HISTORY_SORTS,
  HISTORY_STATUSES,
  type PastInteraction,
  type PastInteractionDetails,
} from '../../model/contact/contact.ts';
import { bareJid, contactOf, id, queryFor, rows, search, sessionId } from './shapes.ts';

/** A consultation's record, by its session and the contact whose history it belongs in. */
const recordId = v.object({ sessionId, contactId: id });
const recordIds = v.pipe(v.array(recordId), v.maxLength(10_000));

export const contactCommands = {
  /** *Retry*: asks the contact service again for what views follow of this contact; the agent may be asked to sign in to it. */
  retryContact: v.object(contactOf),
  /** Tells the contact service again of consultations' records that it hasn't taken: these, or all. The agent may be asked to sign in to it. */
  retryRecords: v.object({ records: v.optional(recordIds) }),
  /** Deletes a record that the contact service has refused. */
  deleteRecord: recordId,
  /** Notes that the agent has been told which records the contact service has refused. */
  noteRefusalsTold: v.object({}),
} as const;

/** A contact's information, as far as it could be read. */
export interface ContactSlice extends Freshness {
  readonly contact?: ContactInformation;
}

/** Rows `first` … of the `total` of a contact's history that are known to match. */
export interface ContactHistorySlice extends Freshness {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly PastInteraction[];
  /**
   * Whether everything has been searched, at the service too. Until then more may come. If there is a `problem`, only what this browser
   * holds was searched.
   */
  readonly isComplete: boolean;
  /** Whether the service has more rows than this browser keeps, which are the newest ones. */
  readonly isCut: boolean;
  /** The agents who handled the known interactions, sorted by name. The agent can filter by them. */
  readonly agents: readonly PastInteraction['agent'][];
}

/** One past interaction, as far as it could be read. */
export interface PastInteractionSlice extends Freshness {
  readonly interaction?: PastInteractionDetails;
}

const topicOf = (asked: { readonly of: 'interaction' | 'session'; readonly id: string }) => `contact ${asked.of} ${asked.id}` as const;

export const contactQueries = {
  /** What the contact service knows of the contact. */
  contact: queryFor<ContactSlice>()(contactOf, { topicOf, empty: { isReading: false } }),
  /** The contact’s past interactions that match, row by row. */
  'contact-history': queryFor<ContactHistorySlice>()(
    {
      ...contactOf,
      search,
      media: v.array(v.picklist(HISTORY_MEDIA)),
      statuses: v.array(v.picklist(HISTORY_STATUSES)),
      agent: v.optional(bareJid),
      from: v.optional(v.number()),
      to: v.optional(v.number()),
      sort: v.picklist(HISTORY_SORTS),
      order: v.picklist(['asc', 'desc']),
      ...rows,
    },
    { topicOf, empty: { total: 0, first: 0, rows: [], isComplete: true, isCut: false, agents: [], isReading: false } },
  ),
  /** One past interaction, with its notes, case data and transcript. */
  'past-interaction': queryFor<PastInteractionSlice>()({ ...contactOf, interactionId: id }, { topicOf, empty: { isReading: false } }),
  /** `records` names the records; without it, all are exported. */
  'record-export': queryFor<RecordExport>()(
    { records: v.optional(recordIds) },
    { empty: { format: 'backchannel-consultation-records', version: 1, exportedAt: '', agent: '', records: [] } },
  ),
} as const;
