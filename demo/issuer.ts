import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { TrustedIssuer } from './contact-service.ts';
import { escapeHtml } from './escape-html.ts';
import { readBody } from './read-body.ts';

/** How the messaging server asks whose a token is (RFC 7662). */
const SERVER_CLIENT = { id: 'xmpp-server', secret: randomUUID() };
/** Whom Backchannel's tokens are for. The messaging server takes no others. */
const AUDIENCE = 'backchannel-messaging';
const MESSAGING = 'urn:backchannel:messaging';
const SCOPE = 'openid offline_access profile';

export interface IssuerOptions {
  readonly port?: number;
  /** Those who can sign in, with their passwords. */
  readonly users: readonly { readonly name: string; readonly password: string }[];
  /** Where Backchannel's sign-in leads back to. */
  readonly redirectUris: readonly string[];
  /** How long an access token is good. */
  readonly tokenSeconds?: number;
  /** The domain of the agents' addresses. */
  readonly domain: string;
  /** Whether access tokens are signed by the issuer, with the address in the claim `jid`. Otherwise they can only be asked about. */
  readonly hasSignedTokens?: boolean;
}

/**
 * An identity provider for the demo and the tests: OpenID Connect by oidc-provider, on 127.0.0.1, with everything in memory. It asks for a name and a
 * password, and for nobody's consent.
 */
export class Issuer {
  /** Starts it. Two clients can have agents sign in: `backchannel`, and `another-application`, whose tokens aren't for the messaging server. */
  static async start(options: IssuerOptions): Promise<Issuer> {
    const issuer = new Issuer(options);
    await issuer.open(options.port ?? 0);
    return issuer;
  }

  readonly clientId = 'backchannel';
  readonly scope = SCOPE;
  readonly audience = AUDIENCE;
  readonly serverClient = SERVER_CLIENT;
  #server: Server | undefined;
  #provider: Provider | undefined;
  #port = 0;
  readonly #left = new Set<string>();

  private constructor(private readonly options: IssuerOptions) {}

  /** The issuer's identifier, by which its metadata is found. */
  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get introspection(): string {
    return `${this.address}/token/introspection`;
  }

  /** What services that take its tokens need to know. Signed tokens are checked by the service itself, and the issuer knows nothing of them. */
  get forServices(): TrustedIssuer {
    const client = this.options.hasSignedTokens ? {} : { client: SERVER_CLIENT };
    return { address: this.address, audience: AUDIENCE, ...client };
  }

  /** Whether a token, or a refresh token, is good now, as the messaging server is told. */
  async isGood(token: string): Promise<boolean> {
    const response = await fetch(this.introspection, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${SERVER_CLIENT.id}:${SERVER_CLIENT.secret}`).toString('base64')}` },
      body: new URLSearchParams({ token }),
    });
    return ((await response.json()) as { readonly active: boolean }).active;
  }

  /** The public key of its signatures, as a JSON Web Key. */
  async publicKey(): Promise<object> {
    const { keys } = (await (await fetch(`${this.address}/jwks`)).json()) as { readonly keys: readonly object[] };
    const [key] = keys;
    if (!key) throw new Error('The issuer has no key.');
    return key;
  }

  /** Somebody leaves the organisation: their tokens end, and they get no new ones. */
  disable(name: string): void {
    this.#left.add(name);
  }

  /** Takes connections again after `close`, with everything that it knew. */
  async open(port = this.#port): Promise<void> {
    const server = createServer((request, response) => void this.#handle(request, response));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    const address = server.address();
    this.#port = typeof address === 'object' && address ? address.port : port;
    this.#server = server;
    this.#provider ??= await this.#createProvider();
  }

  /** Takes no connections any more. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const isClosed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await isClosed;
  }

  #isThere(name: string): boolean {
    return !this.#left.has(name) && this.options.users.some((user) => user.name === name);
  }

  async #createProvider(): Promise<Provider> {
    const { redirectUris, tokenSeconds = 300, domain, hasSignedTokens = false } = this.options;
    const application = (id: string) =>
      ({
        client_id: id,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      }) as const;
    // It has hundreds of modules, which the tests that start no issuer don't wait for.
    const { default: OidcProvider } = await import('oidc-provider');
    return new OidcProvider(this.address, {
      clients: [
        application(this.clientId),
        application('another-application'),
        { client_id: SERVER_CLIENT.id, client_secret: SERVER_CLIENT.secret, redirect_uris: [], grant_types: [], response_types: [] },
      ],
      scopes: SCOPE.split(' '),
      claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      issueRefreshToken: () => Promise.resolve(true),
      clientBasedCORS: () => true,
      cookies: { keys: [randomUUID()] },
      // In seconds: a shift, and for tokens what was asked for.
      ttl: {
        AccessToken: tokenSeconds,
        AuthorizationCode: 60,
        Grant: 36_000,
        IdToken: 600,
        Interaction: 600,
        RefreshToken: 36_000,
        Session: 36_000,
      },
      features: {
        devInteractions: { enabled: false },
        introspection: {
          enabled: true,
          allowedPolicy: (_context, client, token) =>
            client.clientId === SERVER_CLIENT.id && this.#isThere('accountId' in token ? (token.accountId ?? '') : ''),
        },
        revocation: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => MESSAGING,
          useGrantedResource: () => true,
          getResourceServerInfo: (_context, _resource, { clientId }) => ({
            scope: SCOPE,
            audience: clientId === this.clientId ? AUDIENCE : clientId,
            accessTokenTTL: tokenSeconds,
            accessTokenFormat: hasSignedTokens ? 'jwt' : 'opaque',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
      extraTokenClaims: (_context, token) => {
        const name = 'accountId' in token ? String(token.accountId) : '';
        // A server that can't look at the audience takes tokens by a claim that others don't have.
        return { username: name, ...(token.clientId === this.clientId ? { jid: `${name}@${domain}` } : {}) };
      },
      findAccount: (_context, name) =>
        this.#isThere(name) ? { accountId: name, claims: () => ({ sub: name, preferred_username: name, name }) } : undefined,
      interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
      // Nobody is asked whether an application of their own organisation may have what it asks for.
      loadExistingGrant: async ({ oidc }) => {
        const { client, session, provider } = oidc;
        if (!client || !session?.accountId) return undefined;
        const known = session.grantIdFor(client.clientId);
        const granted = known === undefined ? undefined : await provider.Grant.find(known);
        if (granted) return granted;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope(SCOPE);
        grant.addResourceScope(MESSAGING, SCOPE);
        await grant.save();
        return grant;
      },
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const provider = this.#provider;
    if (!provider) return;
    try {
      if (!request.url?.startsWith('/sign-in/')) return await provider.callback()(request, response);
      const { params } = await provider.interactionDetails(request, response);
      if (request.method === 'GET') return sendForm(response, String(params['login_hint'] ?? ''));
      const form = new URLSearchParams(await readBody(request));
      const [name = ''] = (form.get('name') ?? '').split('@');
      const user = this.options.users.find((one) => one.name === name && one.password === form.get('password'));
      if (!user || !this.#isThere(name)) return sendForm(response, name, 'The name or the password is wrong.');
      await provider.interactionFinished(request, response, { login: { accountId: name } }, { mergeWithLastSubmission: false });
    } catch (error) {
      response.writeHead(400, { 'Content-Type': 'text/plain' }).end(error instanceof Error ? error.message : 'Failed');
    }
  }
}

function sendForm(response: ServerResponse, name: string, problem = ''): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html>
<html lang="en"><title>Sign in to the organization</title>
<form method="post"><p role="alert">${escapeHtml(problem)}</p>
<p><label>Name <input name="name" value="${escapeHtml(name)}"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<button>Sign In</button></form></html>`);
}
