import type { PageAnswer } from '../channel/page-contacts.ts';

/** Gives a bearer token that is good now. `refused` is one that the server didn't take. */
export type GetToken = (options: { readonly refused?: string }) => Promise<string | undefined>;

/** Asks the page for a token, for the session host. */
export async function askForToken(getToken: GetToken, options: { readonly refused?: string }): Promise<PageAnswer> {
  try {
    return { value: await getToken(options) };
  } catch {
    // The page's own error, which it reports itself. The session host asks again later.
    return { problem: 'unreachable' };
  }
}
