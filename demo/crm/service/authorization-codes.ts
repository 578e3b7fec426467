import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { OAuthError } from './oauth-error.ts';

/** What an agent has agreed to by signing in. */
export interface Authorization {
  readonly agentId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** PKCE's, by S256 (RFC 7636, 4.2). */
  readonly codeChallenge: string;
}

interface Issued extends Authorization {
  readonly expiresAt: number;
  /** The refresh tokens that it was exchanged for. */
  family?: string;
  isUsed: boolean;
}

export interface Redemption {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Authorization codes (RFC 6749, 4.1.2): short-lived, good once, for one client, redirect URI and challenge. In memory only. */
export class AuthorizationCodes {
  readonly #issued = new Map<string, Issued>();

  /** @param onReuse hears which refresh tokens a code was exchanged for that comes again: someone else has it too. */
  constructor(
    private readonly lifetimeSeconds: number,
    private readonly onReuse: (family: string) => void,
  ) {}

  issue(authorization: Authorization): string {
    for (const [key, { expiresAt }] of this.#issued) if (expiresAt <= Date.now()) this.#issued.delete(key);
    const code = randomBytes(32).toString('base64url');
    this.#issued.set(sha256(code), { ...authorization, expiresAt: Date.now() + this.lifetimeSeconds * 1000, isUsed: false });
    return code;
  }

  /**
   * Takes a code; whatever comes of it, it is used up.
   * @param grant gives the agent what the code is good for, refresh tokens of a family among it.
   * @throws OAuthError
   */
  redeem<Grant extends { readonly family: string }>(
    code: string,
    { clientId, redirectUri, codeVerifier }: Redemption,
    grant: (agentId: string) => Grant,
  ): Grant {
    const found = this.#issued.get(sha256(code));
    if (found?.isUsed && found.family !== undefined) this.onReuse(found.family);
    if (!found || found.isUsed || found.expiresAt <= Date.now())
      throw new OAuthError('invalid_grant', 'The code is not good, or not any more.');
    found.isUsed = true;
    const isVerified = timingSafeEqual(Buffer.from(sha256(sha256(codeVerifier))), Buffer.from(sha256(found.codeChallenge)));
    if (found.clientId !== clientId || found.redirectUri !== redirectUri || !isVerified)
      throw new OAuthError('invalid_grant', 'The code was given to another client, for another redirect_uri or another code_verifier.');

    const granted = grant(found.agentId);
    found.family = granted.family;
    return granted;
  }
}
