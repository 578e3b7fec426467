import * as oauth from 'oauth4webapi';
import { isHttpAddress } from '../../model/http-address.ts';
import type { ContactSignIn } from '../../model/policy.ts';
import { IssuerUnreachable, SignInFailure } from './sign-in-failure.ts';

const TIMEOUT_MS = 15_000;
/**
 * Computers have clocks that are hours wrong, and would take a new ID token for one that has ended. That it is new is known without a clock: it has this
 * attempt's nonce, and comes from the issuer itself.
 */
const CLOCK_TOLERANCE_SECONDS = 24 * 3_600;

/** What an issuer grants. */
export interface GrantedTokens {
  readonly accessToken: string;
  readonly expiresAt?: number;
  readonly refreshToken?: string;
}

/** How the agent shall sign in. */
export interface AuthorizeOptions {
  readonly redirectUri: string;
  /** Whom the page's form begins with. */
  readonly loginHint?: string;
  /** `none`: without a page, if the issuer still knows the agent. `login`: with a new proof of who they are, even if it does. */
  readonly prompt?: 'none' | 'login';
  /** Whether the issuer has to say who has signed in (OpenID Connect). */
  readonly wantsIdentity?: boolean;
}

/** What an issuer has granted, and to whom, if that was asked for: the claims of the ID token, whose signature was checked. */
export interface Authorized {
  readonly tokens: GrantedTokens;
  readonly claims: Readonly<Record<string, unknown>>;
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
    this.#client = { client_id: signIn.clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  }

  /** @throws IssuerUnreachable, SignInFailure `untrusted` */
  static async find(signIn: ContactSignIn): Promise<Issuer> {
    const url = new URL(signIn.issuer);
    const server = await told(async () => {
      const response = await discover(url, 'oauth2');
      return oauth.processDiscoveryResponse(url, response.status >= 400 && response.status < 500 ? await discover(url, 'oidc') : response);
    });
    for (const address of [server.authorization_endpoint, server.token_endpoint])
      if (address === undefined || !isHttpAddress(address)) throw new SignInFailure('untrusted');

    return new Issuer(server, signIn);
  }

  /** Has the agent sign in. @throws IssuerUnreachable, SignInFailure */
  async authorize({ redirectUri, loginHint, prompt, wantsIdentity = false }: AuthorizeOptions, launch: LaunchFlow): Promise<Authorized> {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const url = new URL(this.server.authorization_endpoint ?? '');
    const { clientId, scope } = this.signIn;
    const nonce = wantsIdentity ? oauth.generateRandomNonce() : undefined;
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      login_hint: loginHint,
      prompt,
      nonce,
      scope,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
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
      const expected = nonce === undefined ? {} : { expectedNonce: nonce, requireIdToken: true };
      const answered = await oauth.processAuthorizationCodeResponse(this.server, this.#client, response, expected);
      if (wantsIdentity) await oauth.validateApplicationLevelSignature(this.server, response, options(this.signIn.issuer));
      return { tokens: granted(answered), claims: oauth.getValidatedIdTokenClaims(answered) ?? {} };
    });
  }

  /** Exchanges a refresh token; the one that isn't replaced stays good. @throws IssuerUnreachable, SignInFailure */
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
  if (cause instanceof IssuerUnreachable) return cause;
  const text = cause instanceof Error ? cause.message : '';
  return /could not be loaded/i.test(text) ? new IssuerUnreachable(cause) : new SignInFailure('cancelled', undefined, cause);
}

/** Runs the work, and throws what the library's errors mean. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof oauth.AuthorizationResponseError) throw authorizationFailure(cause);
    if (cause instanceof oauth.ResponseBodyError && cause.status < 500) throw new SignInFailure('refused', cause.error, cause);
    if (cause instanceof DOMException || cause instanceof TypeError || isOutage(cause)) throw new IssuerUnreachable(cause);
    throw new SignInFailure('untrusted', undefined, cause);
  }
}

/** What the issuer's refusal means. Without a page it can only say that one is needed (OpenID Connect Core 3.1.2.6). */
function authorizationFailure(cause: oauth.AuthorizationResponseError): Error {
  const { error } = cause;
  if (error === 'temporarily_unavailable' || error === 'server_error') return new IssuerUnreachable(cause);
  return new SignInFailure(error === 'access_denied' ? 'cancelled' : 'refused', error, cause);
}

/** Whether the issuer's answer has a status that says nothing about the agent, such as 503. */
function isOutage(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  return cause instanceof Response && (cause.status >= 500 || cause.status === 429);
}
