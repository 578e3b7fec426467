import type { PageAnswer } from './page-contacts.ts';

/** What a page gives the session host that signs its agent in by bearer tokens. */
export interface PageTokens {
  /** Asks for a token that is good now. @param refused One that the messaging server has just refused */
  call(options: { readonly refused?: string }): Promise<PageAnswer>;
}
