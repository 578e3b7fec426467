import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { AuthorizationCodes } from './authorization-codes.ts';
import { addAuthorizeRoutes } from './authorize-routes.ts';
import { addCallerRoute, callerOf, requireCaller } from './caller.ts';
import { addContactRoutes } from './contact-routes.ts';
import type { Database } from './database.ts';
import { answerErrors } from './error-answers.ts';
import { addGrantRoutes } from './grant-routes.ts';
import { addInteractionRoutes } from './interaction-routes.ts';
import type { IssuerAgent } from './issuer-agents.ts';
import { addIssuerMetadata } from './issuer-metadata.ts';
import type { OAuthClient } from './oauth-clients.ts';
import type { OrganizationIssuer } from './organization-issuer.ts';
import { Problem } from './problem.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { addTokenRoutes } from './token-routes.ts';
import { addWatching } from './watching.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const TOKEN_LIFETIME_SECONDS = 15 * 60;
/** The code goes from the browser to the client and back within seconds; the rest is for slow networks (RFC 6749, 4.1.2, allows 10 minutes). */
const CODE_LIFETIME_SECONDS = 60;
/** An agent's shift. */
const REFRESH_LIFETIME_SECONDS = 12 * 60 * 60;

export interface ContactServiceOptions {
  readonly database: Database;
  /** The secret that tokens and cursors are signed with. */
  readonly secret: Uint8Array;
  /** The agents whom the demo's issuer gives tokens to. */
  readonly agents: readonly IssuerAgent[];
  /** An issuer whose tokens are taken beside the service's own. */
  readonly organization?: OrganizationIssuer | undefined;
  /** The origins whose pages may ask. `moz-extension:` stands for every extension in Firefox, where each installation has an origin of its own. */
  readonly origins: readonly string[];
  /** The programs that agents may sign in with. */
  readonly clients?: readonly OAuthClient[];
  readonly tokenLifetimeSeconds?: number;
  readonly codeLifetimeSeconds?: number;
  readonly refreshLifetimeSeconds?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** False until the database is open: until then, clients are told to try again. */
  readonly isReady?: () => boolean;
}

/** Makes the contact service of `docs/contact-service.openapi.yaml`. It doesn't listen yet. */
export async function makeContactService({
  database,
  secret,
  agents,
  organization,
  origins,
  clients = [],
  tokenLifetimeSeconds = TOKEN_LIFETIME_SECONDS,
  codeLifetimeSeconds = CODE_LIFETIME_SECONDS,
  refreshLifetimeSeconds = REFRESH_LIFETIME_SECONDS,
  requestsPerMinute = 600,
  tokensPerMinute = 60,
  isReady = () => true,
}: ContactServiceOptions): Promise<FastifyInstance> {
  // It has no logger, because the addresses of requests contain the search words.
  const service = fastify({ bodyLimit: MAX_BODY_BYTES, routerOptions: { maxParamLength: 400 }, forceCloseConnections: true });
  answerErrors(service, 'contacts');
  service.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  await service.register(rateLimit, { global: false, timeWindow: 60_000, errorResponseBuilder: () => new Problem('too-many-requests') });
  addWatching(service, 'contacts', isReady);
  const awaitReady = (part: FastifyInstance) => {
    part.addHook('onRequest', async (_request, reply) => {
      if (isReady()) return;
      reply.header('retry-after', '1');
      throw new Problem('not-ready');
    });
  };
  /** The issuer's own address. It is never taken from a request's Host header. */
  const issuer = () => service.listeningOrigin;
  const refreshTokens = new RefreshTokens(refreshLifetimeSeconds);
  /** Limits requests wherever a password can be tried out. */
  const limitGuesses = service.rateLimit({ max: tokensPerMinute, timeWindow: 60_000, keyGenerator: ({ ip }) => ip });
  const codes = new AuthorizationCodes(codeLifetimeSeconds, (family) => refreshTokens.end(family));

  // The sign-in page is for people, so that CORS lets no other page read it (RFC 9700, 2.6).
  await service.register(async (pages) => {
    awaitReady(pages);
    addAuthorizeRoutes(pages, { secret, issuer, agents, clients, codes, limitGuesses });
  });
  await service.register(async (open) => {
    await open.register(cors, {
      origin: origins.map((origin) => (origin.endsWith(':') ? new RegExp(`^${origin}//[^/]+$`) : origin)),
      methods: ['GET', 'PUT', 'POST', 'DELETE'],
      allowedHeaders: ['Authorization', 'Content-Type', 'If-None-Match'],
      exposedHeaders: ['ETag', 'Retry-After'],
      maxAge: 600,
    });
    awaitReady(open);
    addIssuerMetadata(open, issuer);
    await open.register(async (tokens) => {
      addTokenRoutes(tokens, { secret, agents, clients, codes, refreshTokens, lifetimeSeconds: tokenLifetimeSeconds, limitGuesses });
    });
    await open.register(async (contacts) => {
      requireCaller(contacts, secret, organization);
      // This limit comes after the token check, so that it counts by agent and not by address.
      contacts.addHook(
        'onRequest',
        contacts.rateLimit({ max: requestsPerMinute, timeWindow: 60_000, keyGenerator: (request) => callerOf(request).id }),
      );
      addCallerRoute(contacts);
      addContactRoutes(contacts, database, secret);
      addInteractionRoutes(contacts, database, secret);
      addGrantRoutes(contacts, database);
    });
  });
  return service;
}
