/*
 * Someone else's telephony: a page that handles its contacts' calls itself puts them on hold when it is asked to. It tells how a
 * call stands by the interaction's `status`.
 */

export const TELEPHONY_CALLS = ['hold', 'retrieve'] as const;
export type TelephonyCall = (typeof TELEPHONY_CALLS)[number];

/** Whether the page has done what it was asked for. */
export type TelephonyAnswer = { readonly isDone: boolean };

/** What a page gives the session host. `interactionId` is the page's own id. */
export interface PageTelephony {
  /** Whose interactions it handles, where pages of several origins have some; the page that embeds has its own. */
  readonly origin?: string;
  call(name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer>;
}
