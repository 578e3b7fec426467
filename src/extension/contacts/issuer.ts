import * as oauth from 'oauth4webapi';
import { isHttpAddress } from '../../model/http-address.ts';
import type { ContactSignIn } from '../../model/policy.ts';
import { ContactIssuerUnreachable, ContactSignInFailure } from './contact-sign-in-failure.ts';

const TIMEOUT_MS = 15_000;

/** What an issuer grants. */
export interface GrantedTokens {
  readonly accessToken: string;
  readonly expiresAt?: number;
  readonly refreshToken?: string;
}

/** Shows the issuer's page, and gives the address that it leads on to. @throws what the browser says, when it comes to nothing */
export type LaunchFlow = (url: string) => Promise<string>;

/**
 * An organisation's OAuth issuer, from a public client's side: authorization code with PKCE (RFC 7636), found by its metadata
 * (RFC 8414, or OpenID Connect's), its answers held against `state` and `iss` (RFC 9207).
 */
export class Issuer {
  readonly #client: oauth.Client;

  private constructor(
    private readonly server: oauth.AuthorizationServer,
    private readonly signIn: ContactSignIn,
  ) {
    this.#client = { client_id: signIn.clientId };
  }

  /** @throws ContactIssuerUnreachable, ContactSignInFailure `untrusted` */
  static async find(signIn: ContactSignIn): Promise<Issuer> {
    const url = new URL(signIn.issuer);
    const server = await told(async () => {
      const response = await discover(url, 'oauth2');
      return oauth.processDiscoveryResponse(url, response.status >= 400 && response.status < 500 ? await discover(url, 'oidc') : response);
    });
    for (const address of [server.authorization_endpoint, server.token_endpoint])
      if (address === undefined || !isHttpAddress(address)) throw new ContactSignInFailure('untrusted');

    return new Issuer(server, signIn);
  }

  /**
   * Has the agent sign in.
   * @param agent whom the page's form begins with
   * @throws ContactIssuerUnreachable, ContactSignInFailure
   */
  async authorize(redirectUri: string, agent: string, launch: LaunchFlow): Promise<GrantedTokens> {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const url = new URL(this.server.authorization_endpoint ?? '');
    const { clientId, scope } = this.signIn;
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      login_hint: agent,
    };
    for (const [name, value] of Object.entries({ ...parameters, ...(scope === undefined ? {} : { scope }) }))
      url.searchParams.set(name, value);
    const back = await launch(url.href).catch((cause: unknown) => {
      throw launchFailure(cause);
    });
    return told(async () => {
      const answer = oauth.validateAuthResponse(this.server, this.#client, new URL(back), state);
      const response = await oauth.authorizationCodeGrantRequest(
        this.server,
        this.#client,
        oauth.None(),
        answer,
        redirectUri,
        verifier,
        options(this.signIn.issuer),
      );
      return granted(await oauth.processAuthorizationCodeResponse(this.server, this.#client, response));
    });
  }

  /** Exchanges a refresh token; the one that isn't replaced stays good. @throws ContactIssuerUnreachable, ContactSignInFailure */
  async refresh(refreshToken: string): Promise<GrantedTokens> {
    return told(async () => {
      const response = await oauth.refreshTokenGrantRequest(
        this.server,
        this.#client,
        oauth.None(),
        refreshToken,
        options(this.signIn.issuer),
      );
      return { refreshToken, ...granted(await oauth.processRefreshTokenResponse(this.server, this.#client, response)) };
    });
  }

  /** Ends a refresh token, where the issuer can (RFC 7009). */
  async revoke(refreshToken: string): Promise<void> {
    const { revocation_endpoint: address } = this.server;
    if (address === undefined || !isHttpAddress(address)) return;
    await told(async () =>
      oauth.processRevocationResponse(
        await oauth.revocationRequest(this.server, this.#client, oauth.None(), refreshToken, options(this.signIn.issuer)),
      ),
    );
  }
}

const options = (issuer: string) => ({
  [oauth.allowInsecureRequests]: new URL(issuer).protocol === 'http:',
  signal: AbortSignal.timeout(TIMEOUT_MS),
});
const discover = (issuer: URL, algorithm: 'oauth2' | 'oidc') => oauth.discoveryRequest(issuer, { ...options(issuer.href), algorithm });

function granted({ access_token, expires_in, refresh_token }: oauth.TokenEndpointResponse): GrantedTokens {
  return {
    accessToken: access_token,
    ...(expires_in === undefined ? {} : { expiresAt: Date.now() + expires_in * 1000 }),
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
  };
}

/**
 * What the browser's error means. It says only in a sentence what became of the page: that it couldn't be loaded, or else that the agent closed it.
 */
function launchFailure(cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : '';
  return /could not be loaded/i.test(text) ? new ContactIssuerUnreachable(cause) : new ContactSignInFailure('cancelled', undefined, cause);
}

/** Runs the work, and throws what the library's errors mean. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof oauth.AuthorizationResponseError)
      throw new ContactSignInFailure(cause.error === 'access_denied' ? 'cancelled' : 'refused', cause.error, cause);
    if (cause instanceof oauth.ResponseBodyError && cause.status < 500) throw new ContactSignInFailure('refused', cause.error, cause);
    if (cause instanceof DOMException || cause instanceof TypeError || isOutage(cause)) throw new ContactIssuerUnreachable(cause);
    throw new ContactSignInFailure('untrusted', undefined, cause);
  }
}

/** Whether the issuer's answer has a status that says nothing about the agent, such as 503. */
function isOutage(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  return cause instanceof Response && (cause.status >= 500 || cause.status === 429);
}
