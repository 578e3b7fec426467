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
import { Problem } from './problem.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { addTokenRoutes } from './token-routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const TOKEN_LIFETIME_SECONDS = 15 * 60;
/** From the browser to the client and back: seconds, were it not for slow networks (RFC 6749, 4.1.2, allows ten minutes). */
const CODE_LIFETIME_SECONDS = 60;
/** A shift. */
const REFRESH_LIFETIME_SECONDS = 12 * 60 * 60;

export interface ContactServiceOptions {
  readonly database: Database;
  /** What tokens and cursors are signed with. */
  readonly secret: Uint8Array;
  /** Whom the demo's issuer gives tokens to. */
  readonly agents: readonly IssuerAgent[];
  /** Pages of which origins may ask. `moz-extension:` stands for all of Firefox's extensions, of which each installation has an origin of its own. */
  readonly origins: readonly string[];
  /** The programs that agents may sign in with. */
  readonly clients?: readonly OAuthClient[];
  readonly tokenLifetimeSeconds?: number;
  readonly codeLifetimeSeconds?: number;
  readonly refreshLifetimeSeconds?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** False until the database is there: requests are told to come again. */
  readonly isReady?: () => boolean;
}

/** The contact service of `docs/contact-service.openapi.yaml`, listening nowhere yet. */
export async function makeContactService({
  database,
  secret,
  agents,
  origins,
  clients = [],
  tokenLifetimeSeconds = TOKEN_LIFETIME_SECONDS,
  codeLifetimeSeconds = CODE_LIFETIME_SECONDS,
  refreshLifetimeSeconds = REFRESH_LIFETIME_SECONDS,
  requestsPerMinute = 600,
  tokensPerMinute = 60,
  isReady = () => true,
}: ContactServiceOptions): Promise<FastifyInstance> {
  // No logger: addresses hold what was searched for.
  const service = fastify({ bodyLimit: MAX_BODY_BYTES, routerOptions: { maxParamLength: 400 }, forceCloseConnections: true });
  answerErrors(service);
  service.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  await service.register(rateLimit, { global: false, timeWindow: 60_000, errorResponseBuilder: () => new Problem('too-many-requests') });
  const awaitReady = (part: FastifyInstance) => {
    part.addHook('onRequest', async (_request, reply) => {
      if (isReady()) return;
      reply.header('retry-after', '1');
      throw new Problem('not-ready');
    });
  };
  /** Whom the issuer says that it is: never what a request's Host says. */
  const issuer = () => service.listeningOrigin;
  const refreshTokens = new RefreshTokens(refreshLifetimeSeconds);
  /** Wherever a password can be tried out. */
  const limitGuesses = service.rateLimit({ max: tokensPerMinute, timeWindow: 60_000, keyGenerator: ({ ip }) => ip });
  const codes = new AuthorizationCodes(codeLifetimeSeconds, (family) => refreshTokens.end(family));

  // A page for people: no other page reads it (RFC 9700, 2.6).
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
      requireCaller(contacts, secret);
      // After that: an agent has as many requests, from wherever.
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
