import * as v from 'valibot';
import { toDisplayName } from '../../model/text/display-name.ts';
import { IssuerUnreachable, SignInFailure } from '../sign-in/sign-in-failure.ts';

const TIMEOUT_MS = 10_000;

/** Whom a token speaks for (`GET /me` of the contact service): a bare JID, and a name. */
const owner = v.object({
  id: v.string(),
  name: v.pipe(
    v.string(),
    v.transform((name) => toDisplayName(name)),
  ),
});
export type TokenOwner = v.InferOutput<typeof owner>;

/**
 * Asks the contact service whom a token speaks for. Issuers tell that in different ways, and only what the service makes of the token counts. @throws
 * IssuerUnreachable, SignInFailure
 */
export async function readTokenOwner(contactService: string, token: string): Promise<TokenOwner> {
  const url = `${contactService.replace(/\/$/, '')}/me`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw new IssuerUnreachable(cause);
  });
  if (response.status === 401 || response.status === 403) throw new SignInFailure('refused', 'invalid_token');
  if (!response.ok) throw new IssuerUnreachable();
  const answer: unknown = await response.json().catch((cause: unknown) => {
    // What isn't JSON is no answer of a contact service. Any other failure is the connection's.
    if (cause instanceof SyntaxError) return undefined;
    throw new IssuerUnreachable(cause);
  });
  const parsed = v.safeParse(owner, answer);
  if (!parsed.success) throw new SignInFailure('untrusted');
  return parsed.output;
}
