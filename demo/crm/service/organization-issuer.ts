import * as oauth from 'oauth4webapi';
import type { Caller } from './tokens.ts';

const TIMEOUT_MS = 10_000;

export interface OrganizationIssuerOptions {
  /** The issuer's identifier, by which its metadata is found. */
  readonly address: string;
  /** Whom tokens have to be for. */
  readonly audience: string;
  /** The claim with the agent's address. */
  readonly claim: string;
  /** As whom the issuer is asked whose a token is (RFC 7662). Without it, tokens have to be signed (RFC 9068). */
  readonly client?: { readonly id: string; readonly secret: string };
}

/**
 * The organisation's own issuer. A service that takes its tokens needs no second sign-in of agents who have signed in to messaging by it.
 */
export class OrganizationIssuer {
  readonly #found: () => Promise<oauth.AuthorizationServer>;

  /** @param agentWith The agent of an address, as this service knows them */
  constructor(
    private readonly options: OrganizationIssuerOptions,
    private readonly agentWith: (address: string) => Caller | undefined,
  ) {
    const { protocol, hostname } = new URL(options.address);
    if (protocol !== 'https:' && !['127.0.0.1', 'localhost'].includes(hostname))
      throw new Error(`${options.address}: not an https: address.`);
    let found: Promise<oauth.AuthorizationServer> | undefined;
    this.#found = () =>
      (found ??= this.#discover().catch((error: unknown) => {
        found = undefined;
        throw error;
      }));
  }

  /** Whose token it is; undefined when it isn't one for this service, or has ended. @throws when the issuer can't be asked */
  async callerOf(token: string): Promise<Caller | undefined> {
    const address = (await this.#claimsOf(token))?.[this.options.claim];
    return typeof address === 'string' ? this.agentWith(address) : undefined;
  }

  get #request() {
    return { [oauth.allowInsecureRequests]: this.options.address.startsWith('http:'), signal: AbortSignal.timeout(TIMEOUT_MS) };
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const url = new URL(this.options.address);
    return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, this.#request));
  }

  async #claimsOf(token: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { audience, client } = this.options;
    const issuer = await this.#found();
    if (!client) {
      const request = new Request('https://contacts.invalid/', { headers: { authorization: `Bearer ${token}` } });
      return oauth.validateJwtAccessToken(issuer, request, audience, this.#request).catch((error: unknown) => {
        // These are failures of the network; all others are of the token.
        if (error instanceof TypeError || error instanceof DOMException) throw error;
        return undefined;
      });
    }
    const asked = { client_id: client.id };
    const answer = await oauth.introspectionRequest(issuer, asked, oauth.ClientSecretBasic(client.secret), token, this.#request);
    const claims = await oauth.processIntrospectionResponse(issuer, asked, answer);
    return claims.active && [claims.aud].flat().includes(audience) ? claims : undefined;
  }
}
