import type {
  ContactInformation,
  ContactProblem,
  HistoryConditions,
  PastInteraction,
  PastInteractionDetails,
} from '../../../model/contact/contact.ts';
import type { Contact } from '../../../model/interaction/interaction.ts';
import type { FinishedConsultation } from '../../../model/contact/finished-consultation.ts';

/** Why the agent may see a contact: for good, as one of its team, or until the end of a consultation. */
export type ContactAccess = 'team' | 'grant';

export interface ContactRead {
  readonly contact: ContactInformation;
  readonly access: ContactAccess;
}

export interface HistoryPage {
  readonly items: readonly PastInteraction[];
  /** The cursor that gives the next page; absent on the last one. */
  readonly next?: string;
}

/** What is asked of a contact's history, newest first; empty conditions are none. */
export interface HistoryQuestion extends Partial<HistoryConditions> {
  /** The `next` of the page before. */
  readonly cursor?: string;
}

/** Lets an agent see a contact until a time, milliseconds since the epoch. */
export interface ContactGrant {
  /** A bare JID. */
  readonly agent: string;
  readonly until: number;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Whether the agent may be asked to sign in. */
  readonly isInteractive?: boolean;
}

export interface ReadOptions extends CallOptions {
  /** The entity tag of what is held already (RFC 9110 8.8.3). If it is current, it isn't sent again. */
  readonly etag?: string;
}

/** What a contact is looked up by. */
export type ContactLookUp = { readonly number: string } | { readonly name: string };

/** What was read, or that what is held is current. */
export type Answer<T> = { readonly isUnchanged: true } | { readonly isUnchanged: false; readonly value: T; readonly etag?: string };

/**
 * An organisation's contacts: docs/contact-service.openapi.yaml, by HTTP or by a page's object. Every call can safely be made twice,
 * because the caller chose the ids.
 * @throws ContactFailure
 */
export interface ContactSource {
  /** The contacts with a phone number, or whose name has these words, the first few. */
  findContacts(question: ContactLookUp, options: CallOptions): Promise<readonly Contact[]>;
  readContact(contactId: string, options: ReadOptions): Promise<Answer<ContactRead>>;
  searchHistory(contactId: string, question: HistoryQuestion, options: ReadOptions): Promise<Answer<HistoryPage>>;
  readInteraction(contactId: string, interactionId: string, options: ReadOptions): Promise<Answer<PastInteractionDetails>>;
  appendInteraction(contactId: string, interactionId: string, finished: FinishedConsultation, options: CallOptions): Promise<void>;
  grant(contactId: string, grantId: string, grant: ContactGrant, options: CallOptions): Promise<void>;
  endGrant(contactId: string, grantId: string, options: CallOptions): Promise<void>;
}

/** A contact source didn't do what it was asked. */
export class ContactFailure extends Error {
  override readonly name = 'ContactFailure';
  /** Whether asking the same again can't help. */
  readonly isFinal: boolean;
  /** How long to wait before the service is asked again; undefined where it doesn't say. */
  readonly retryAfterMs: number | undefined;
  /** What the service answered with, where it did: its status, and its own words on one line. */
  readonly status: number | undefined;
  readonly detail: string | undefined;

  constructor(
    readonly problem: ContactProblem,
    {
      isFinal = false,
      retryAfterMs,
      status,
      detail,
      cause,
    }: {
      readonly isFinal?: boolean;
      readonly retryAfterMs?: number;
      readonly status?: number;
      readonly detail?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`The contact service: ${problem}`, { cause });
    this.isFinal = isFinal;
    this.retryAfterMs = retryAfterMs;
    this.status = status;
    this.detail = detail;
  }
}

/** The problems which mean that the agent may not see the contact, or not any more. */
export const NO_ACCESS: readonly ContactProblem[] = ['not-found', 'not-permitted', 'grant-ended'];

/** What a call failed with, for views. */
export function problemOf(error: unknown): ContactProblem {
  return error instanceof ContactFailure ? error.problem : 'failed';
}
