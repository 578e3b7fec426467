import type { PageTokens } from '../../../channel/page-tokens.ts';
import type { BareJid } from '../../../model/jid.ts';
import type { AskedPages } from '../../pages/asked-pages.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import type { TokenAccess } from './token-access.ts';

/** RFC 6750, 2.1. Whatever is something else could carry more than a token into the sign-in. */
const TOKEN = /^[\w.~+/-]+=*$/;
const LONGEST_TOKEN = 16_384;

/** The token that an account holds. An empty one stands for one that has to be asked for. */
export interface HeldToken {
  readonly token: string;
  /** Whether an attempt to connect was made with it. */
  readonly isUsed?: boolean;
}

/**
 * The token for the next attempt to connect. It is asked for, because the one that is held may have ended.
 * @param isRefused The server has just refused the one that is held
 * @throws StreamFailure
 */
export async function nextToken(
  { token: held, isUsed }: HeldToken,
  isRefused: boolean,
  { jid: agent, tokens }: { readonly jid: BareJid; readonly tokens: TokenAccess },
): Promise<string> {
  if (held !== '' && !isUsed) return held;
  const refused = isRefused ? held : undefined;
  const given =
    (await tokens.issuer?.get({ agent, ...(refused === undefined ? {} : { refused }) })) ?? (await tokenOfPages(tokens.pages, refused));
  if (given !== undefined && given !== held) return given;
  if (isRefused) throw new StreamFailure('token-refused');
  if (held === '') throw new StreamFailure('sign-in-needed');
  return held;
}

/** Asks the open pages for a token. @returns undefined where no page gives any @throws StreamFailure */
async function tokenOfPages(pages: AskedPages<PageTokens>, refused: string | undefined): Promise<string | undefined> {
  if (pages.isEmpty) {
    // The page is gone that could give another one. The next page of the profile gives it.
    if (pages.hasHadSome && refused !== undefined) throw new StreamFailure('issuer-unreachable');
    return undefined;
  }
  const answer = await pages.ask(({ call }) => call(refused === undefined ? {} : { refused }));
  if (!answer || 'problem' in answer) throw new StreamFailure('issuer-unreachable');
  const { value: token } = answer;
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN || !TOKEN.test(token)) throw new StreamFailure('sign-in-needed');
  return token;
}
