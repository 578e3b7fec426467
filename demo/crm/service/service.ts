import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { callerOf, requireCaller } from './caller.ts';
import { addContactRoutes } from './contact-routes.ts';
import type { Database } from './database.ts';
import { answerErrors } from './error-answers.ts';
import { addGrantRoutes } from './grant-routes.ts';
import { addInteractionRoutes } from './interaction-routes.ts';
import { Problem } from './problem.ts';
import { addTokenRoutes, type IssuerAgent } from './token-routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const TOKEN_LIFETIME_SECONDS = 15 * 60;

export interface ContactServiceOptions {
  readonly database: Database;
  /** What tokens and cursors are signed with. */
  readonly secret: Uint8Array;
  /** Whom the demo's issuer gives tokens to. */
  readonly agents: readonly IssuerAgent[];
  /** Pages of which origins may ask. */
  readonly origins: readonly string[];
  readonly tokenLifetimeSeconds?: number;
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
  tokenLifetimeSeconds = TOKEN_LIFETIME_SECONDS,
  requestsPerMinute = 600,
  tokensPerMinute = 60,
  isReady = () => true,
}: ContactServiceOptions): Promise<FastifyInstance> {
  // No logger: addresses hold what was searched for.
  const service = fastify({ bodyLimit: MAX_BODY_BYTES, routerOptions: { maxParamLength: 400 }, forceCloseConnections: true });
  answerErrors(service);
  await service.register(cors, {
    origin: [...origins],
    methods: ['GET', 'PUT', 'POST', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'If-None-Match'],
    exposedHeaders: ['ETag', 'Retry-After'],
    maxAge: 600,
  });
  service.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (isReady()) return;
    reply.header('retry-after', '1');
    throw new Problem('not-ready');
  });
  await service.register(rateLimit, { global: false, timeWindow: 60_000, errorResponseBuilder: () => new Problem('too-many-requests') });
  addTokenRoutes(service, secret, { agents, lifetimeSeconds: tokenLifetimeSeconds, perMinute: tokensPerMinute });
  await service.register(async (contacts) => {
    requireCaller(contacts, secret);
    // After that: an agent has as many requests, from wherever.
    contacts.addHook('onRequest', contacts.rateLimit({ max: requestsPerMinute, timeWindow: 60_000, keyGenerator: (request) => callerOf(request).id }));
    addContactRoutes(contacts, database, secret);
    addInteractionRoutes(contacts, database, secret);
    addGrantRoutes(contacts, database);
  });
  return service;
}
