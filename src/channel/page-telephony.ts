/*
 * Someone else's telephony: a page that handles its contacts' calls itself puts them on hold when it is asked to. It tells how a
 * call stands by the interaction's `status`.
 */

export const TELEPHONY_CALLS = ['hold', 'retrieve'] as const;
export type TelephonyCall = (typeof TELEPHONY_CALLS)[number];

/** How it went: nothing to say, or the page couldn't. */
export type TelephonyAnswer = { readonly isDone: boolean };

/** A page's side of it. `interactionId` is the page's own. */
export interface PageTelephony {
  /** Whose interactions it handles, where pages of several origins have some; the page that embeds has its own. */
  readonly origin?: string;
  call(name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer>;
}
