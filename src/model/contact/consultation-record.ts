import type { ContactProblem } from './contact.ts';
import type { BareJid } from '../jid.ts';
import type { SessionId } from '../ids.ts';

/**
 * Why the contact service won't have a consultation's record.
 * - `not-found`: it doesn't know the contact, or not for this agent. `not-permitted`, `grant-ended`: as it says.
 * - `conflict` (409): another record stands under this one's id. `too-large` (413). `rejected`: it doesn't take the record as it is.
 * - `not-taken`: it could have, but didn't in a week of trying. `failed`: nobody knows any more; records of an earlier version.
 */
export const RECORD_REFUSALS = [
  'not-found',
  'not-permitted',
  'grant-ended',
  'conflict',
  'too-large',
  'rejected',
  'not-taken',
  'failed',
] as const;
export type RecordRefusalReason = (typeof RECORD_REFUSALS)[number];

export interface RecordRefusal {
  readonly reason: RecordRefusalReason;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The status of the service's answer, where it answered by HTTP. */
  readonly status?: number;
  /** What the service said of it, in its own words: one line, filtered as names are. */
  readonly detail?: string;
  /** Whether the agent has been told. */
  readonly isTold: boolean;
}

/** A consultation's record by the session and the contact whose history it belongs in. */
export interface RecordId {
  readonly sessionId: SessionId;
  readonly contactId: string;
}

/** A consultation's record that the contact service hasn't taken, as lists show it. Times are milliseconds since the epoch. */
export interface UnsentRecord extends RecordId {
  /** Empty when it isn't known. */
  readonly contactName: string;
  readonly subject: string;
  /** Whom the agent consulted; empty when it isn't known. */
  readonly peerName: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /**
   * Present if the service has refused the record for good. It is tried again when the agent says so, or when something has changed at the
   * service.
   */
  readonly refusal?: RecordRefusal;
  /** Why the service couldn't be told yet. That is tried again by itself. */
  readonly problem?: ContactProblem;
  /** Whether the service is being told just now. */
  readonly isTrying: boolean;
}

/** A record as it is exported. Times are ISO 8601. */
export interface ExportedRecord {
  readonly contactId: string;
  readonly contactName: string;
  /** The id that the contact service has it under, once it takes it: the session's. */
  readonly interactionId: string;
  /** Whom the agent consulted, where it is known. */
  readonly consulted?: BareJid;
  /** Why the service didn't take it; absent for one that is still being tried. */
  readonly refusal?: { readonly reason: RecordRefusalReason; readonly at: string; readonly status?: number; readonly detail?: string };
  /** What the contact service is to be given: `FinishedInteraction` of docs/contact-service.openapi.yaml. */
  readonly interaction: object;
}

/** The file that records are exported to: docs/consultation-records.md. */
export interface RecordExport {
  readonly format: 'backchannel-consultation-records';
  readonly version: 1;
  /** ISO 8601. */
  readonly exportedAt: string;
  /** Whose records they are: a bare JID. */
  readonly agent: string;
  readonly records: readonly ExportedRecord[];
}

/** A text that stands for both ids, as a key. */
export function recordKey({ sessionId, contactId }: RecordId): string {
  return `${sessionId} ${contactId}`;
}
