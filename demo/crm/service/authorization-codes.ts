import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { OAuthError } from './oauth-error.ts';

/** What a client is authorized to do, since an agent signed in for it. */
export interface Authorization {
  readonly agentId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** PKCE's challenge, by the method S256 (RFC 7636, 4.2). */
  readonly codeChallenge: string;
}

interface Issued extends Authorization {
  readonly expiresAt: number;
  /** The family of the refresh tokens that the code was exchanged for. */
  family?: string;
  isUsed: boolean;
}

export interface Redemption {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Authorization codes (RFC 6749, 4.1.2): short-lived, valid once, for one client, redirect URI and challenge. They are kept in memory only. */
export class AuthorizationCodes {
  readonly #issued = new Map<string, Issued>();

  /** @param onReuse called with the family of refresh tokens when a code is used twice: then somebody else has the code too. */
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
   * Exchanges a code. The code is used up even if this fails.
   * @param grant makes the tokens for the agent, with refresh tokens of a family.
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
