import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { OAuthError } from './oauth-error.ts';

interface Family {
  readonly agentId: string;
  readonly clientId: string;
  readonly expiresAt: number;
  /** The digest of the one token that is valid now. */
  digest: Buffer;
}

const digestOf = (token: string) => createHash('sha256').update(token).digest();

/**
 * Refresh tokens. Each is valid once: its use gives the next token of its family. When a token is used twice, either its thief or its owner came
 * first. Which of both can't be known, so that the whole family ends (RFC 9700, 4.14). They are kept in memory only: after a restart, agents sign in
 * again.
 */
export class RefreshTokens {
  readonly #families = new Map<string, Family>();

  /** @param lifetimeSeconds the lifetime of a family, however often it is refreshed */
  constructor(private readonly lifetimeSeconds: number) {}

  /** The first token of a new family. */
  begin(agentId: string, clientId: string): { readonly family: string; readonly token: string } {
    for (const [id, { expiresAt }] of this.#families) if (expiresAt <= Date.now()) this.#families.delete(id);
    const family = randomUUID();
    const token = this.#next(family);
    this.#families.set(family, { agentId, clientId, expiresAt: Date.now() + this.lifetimeSeconds * 1000, digest: digestOf(token) });
    return { family, token };
  }

  /** Exchanges a token for the next one. @throws OAuthError */
  rotate(token: string, clientId: string): { readonly agentId: string; readonly token: string } {
    const id = familyOf(token);
    const family = this.#families.get(id);
    if (!family || family.clientId !== clientId || family.expiresAt <= Date.now())
      throw new OAuthError('invalid_grant', 'The refresh token is not good, or not any more.');
    if (!timingSafeEqual(family.digest, digestOf(token))) {
      this.end(id);
      throw new OAuthError('invalid_grant', 'The refresh token was used before: all that came of it are over.');
    }
    const next = this.#next(id);
    family.digest = digestOf(next);
    return { agentId: family.agentId, token: next };
  }

  /** Ends a family. */
  end(family: string): void {
    this.#families.delete(family);
  }

  /** Ends the family of a token (RFC 7009). A token that isn't known is no error. */
  revoke(token: string, clientId: string): void {
    if (this.#families.get(familyOf(token))?.clientId === clientId) this.end(familyOf(token));
  }

  #next(family: string): string {
    return `${family}.${randomBytes(32).toString('base64url')}`;
  }
}

const familyOf = (token: string) => token.split('.')[0] ?? '';
