import type { PageTokens } from '../../channel/page-tokens.ts';
import type { AskedPages } from '../pages/asked-pages.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/** RFC 6750, 2.1. Whatever is something else could carry more than a token into the sign-in. */
const TOKEN = /^[\w.~+/-]+=*$/;
const LONGEST_TOKEN = 16_384;

/** Asks the open pages for a token. @throws StreamFailure */
export async function tokenOfPages(pages: AskedPages<PageTokens>, { refused }: { readonly refused?: string }): Promise<string> {
  const answer = await pages.ask(({ call }) => call(refused === undefined ? {} : { refused }));
  if (!answer || 'problem' in answer) throw new StreamFailure('issuer-unreachable');
  const { value: token } = answer;
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN || !TOKEN.test(token)) throw new StreamFailure('sign-in-needed');
  return token;
}
