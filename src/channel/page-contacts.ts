/*
 * What a page that embeds Backchannel may bring of the organisation's contacts, and how the session host asks for it. What was read before
 * needs no page to be there.
 */

/** Bearer tokens for a contact service, and for the directory service beside it if there is one, or contacts themselves. */
export type ContactsOffer =
  | { readonly kind: 'tokens'; readonly service: string; readonly directory?: string }
  | { readonly kind: 'source' };

export const PAGE_CALLS = [
  'getToken',
  'readContact',
  'searchHistory',
  'readInteraction',
  'findContacts',
  'appendInteraction',
  'grant',
  'endGrant',
] as const;
/** What the host may ask the page for. */
export type PageCall = (typeof PAGE_CALLS)[number];

/** What the page answered, as JSON can say it, or why it didn't: a `ContactProblem`, as the page says. */
export type PageAnswer = { readonly value: unknown } | { readonly problem: unknown };

/** What a page gives the session host. */
export interface PageContacts {
  readonly offer: ContactsOffer;
  call(name: PageCall, inputs: readonly unknown[]): Promise<PageAnswer>;
}
