import type { CaseData } from './case-data.ts';
import type { CallId, InteractionId } from '../ids.ts';

export const MEDIA = ['voice', 'email', 'chat'] as const;
/** How the contact is reached. */
export type Medium = (typeof MEDIA)[number];

/** `ended` means that the contact has left, but the agent hasn't finished with the interaction. */
export const INTERACTION_STATUSES = ['active', 'held', 'ended'] as const;
export type InteractionStatus = (typeof INTERACTION_STATUSES)[number];

/** A contact of the organisation's service that a caller may be, by what they said of themselves: nobody has checked it. */
export interface ContactGuess {
  readonly id: string;
  readonly name: string;
  /** What the caller gave that the contact was found by. */
  readonly by: 'number' | 'name';
}

/** The customer. */
export interface Contact {
  readonly name: string;
  /** The contact's id at the organisation's contact service, if there is one: see `isContactId`. */
  readonly id?: string;
  /**
   * Who a caller may be, in place of `id`, until the agent has confirmed or dropped it. Meanwhile the name is the caller's own word, and nothing of
   * the contact is granted, shared or appended, because all of that goes by the id.
   */
  readonly guess?: ContactGuess;
}

/** The id by which the contact service is asked: the contact's or, until the agent has decided, that of the guess. */
export function contactIdOf({ id, guess }: Contact): string | undefined {
  return id ?? guess?.id;
}

/** The page that opened an interaction, where pages of several origins may: no other one reaches it. */
export interface InteractionOwner {
  readonly origin: string;
  /** What the page calls the interaction. */
  readonly id: string;
}

/** An interaction with a contact that the agent is busy with: there until the page that opened it closes it. */
export interface Interaction {
  /** Given by the page that opened it. In the extension it is made of the owner's origin and the page's own id (page-interactions.ts). */
  readonly id: InteractionId;
  readonly owner?: InteractionOwner;
  readonly media: Medium;
  readonly contact: Contact;
  readonly status: InteractionStatus;
  /** Since when the contact is on hold. Milliseconds since the epoch. */
  readonly heldSince?: number;
  /** The contact's call, where it is Backchannel's own. */
  readonly callId?: CallId;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly caseData: CaseData;
}

/** An interaction with what a list or a tab of it shows; its case data is asked for by itself. */
export interface InteractionView extends Omit<Interaction, 'caseData'> {
  /** Whether the contact can be put on hold from here, by Backchannel or by the telephony of the page that opened the interaction. */
  readonly canHold: boolean;
}

/** How many interactions one owner may have open; more are refused. */
export const MAX_INTERACTIONS = 50;
