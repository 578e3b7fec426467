import type { PageTokens } from '../channel/page-tokens.ts';

/** Gives a bearer token that is good now. `refused` is one that the server didn't take. */
export type GetToken = (options: { readonly refused?: string }) => Promise<string | undefined>;

/** What the session host may ask this page for. */
export function pageTokensOf(getToken: GetToken): PageTokens {
  return {
    async call(options) {
      try {
        return { value: await getToken(options) };
      } catch {
        // The page's own error, which it reports itself. The session host asks again later.
        return { problem: 'unreachable' };
      }
    },
  };
}
