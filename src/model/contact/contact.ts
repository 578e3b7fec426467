import type { CaseField } from '../interaction/case-data.ts';

/**
 * Whether the text is an id of the contact service (docs/contact-service.openapi.yaml, `Id`). It becomes a part of an address, where one
 * or two dots would mean another place.
 */
export function isContactId(text: string): boolean {
  return /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/.test(text);
}

/** What the organisation's contact service tells of a contact (docs/contact-service.openapi.yaml, `Contact`). Texts are text. */
export interface ContactInformation {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly numbers: readonly { readonly kind: string; readonly value: string }[];
  readonly emails: readonly string[];
  /** Lines of a text end with LF. */
  readonly addresses: readonly { readonly kind: string; readonly text: string }[];
  readonly notes: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

export const HISTORY_MEDIA = ['voice', 'email', 'chat', 'im'] as const;
/** How a past interaction went; `im` is a consultation. */
export type HistoryMedium = (typeof HISTORY_MEDIA)[number];

export const HISTORY_STATUSES = ['done', 'transferred', 'abandoned'] as const;
export type HistoryStatus = (typeof HISTORY_STATUSES)[number];

/** One row of a contact's history. Times are milliseconds since the epoch. */
export interface PastInteraction {
  readonly id: string;
  readonly medium: HistoryMedium;
  readonly subject: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly lengthMs: number;
  /** `id` is a bare JID. */
  readonly agent: { readonly id: string; readonly name: string };
  readonly status: HistoryStatus;
  readonly outcome: string;
}

/** A past interaction with what stands beside its row. */
export interface PastInteractionDetails extends PastInteraction {
  readonly notes: string;
  /** As the one who appended it gave it: `key` is what is shown. */
  readonly caseData: readonly CaseField[];
  readonly transcript: readonly { readonly at: number; readonly author: string; readonly text: string }[];
}

export const HISTORY_SORTS = ['start', 'length', 'subject', 'agent', 'medium', 'outcome'] as const;
export type HistorySort = (typeof HISTORY_SORTS)[number];

/** Which rows of a contact's history: all conditions hold together, an empty list is none. */
export interface HistoryConditions {
  /** Words; each begins a word of anything that is known of the interaction. Case and accents don't count. */
  readonly search: string;
  readonly media: readonly HistoryMedium[];
  readonly statuses: readonly HistoryStatus[];
  /** The bare JID of the agent who handled it. */
  readonly agent?: string | undefined;
  /** Started at or after, and before: milliseconds since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * Why contact data isn't there, or isn't current.
 * - `not-configured`: no contact service is known. `no-contact`: the interaction names no contact of it.
 * - `not-accepted`: the agent is asked to a consultation about the contact, which is granted when they accept.
 * - `closed`: the consultation is over, and what was shared with it.
 * - `sign-in-needed`: the agent must sign in to it (the extension); `no-token`: the page gave none.
 * - `unreachable`, `too-slow`, `busy` (429, 503), `nonsense` (its answer isn't as specified), `failed` (its own error).
 * - `not-found`: the contact isn't there, or not for this agent. `not-permitted`, `grant-ended`: as the service says.
 * - `conflict` (409), `too-large` (413), `rejected`: it doesn't take what was asked, as it is.
 */
export type ContactProblem =
  | 'not-configured'
  | 'no-contact'
  | 'not-accepted'
  | 'closed'
  | 'sign-in-needed'
  | 'no-token'
  | 'unreachable'
  | 'too-slow'
  | 'busy'
  | 'nonsense'
  | 'failed'
  | 'not-found'
  | 'not-permitted'
  | 'grant-ended'
  | 'conflict'
  | 'too-large'
  | 'rejected';

/** How current contact data is. */
export interface Freshness {
  /** When the service last confirmed what is shown, milliseconds since the epoch; absent while nothing was read. */
  readonly readAt?: number;
  /** The service is being asked. */
  readonly isReading: boolean;
  /** Why it couldn't be read just now; what is shown is what was read before. */
  readonly problem?: ContactProblem;
}
