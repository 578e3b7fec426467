import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { callerOf, requireCaller } from '../crm/service/caller.ts';
import type { Database } from '../crm/service/database.ts';
import { answerErrors } from '../crm/service/error-answers.ts';
import { Problem } from '../crm/service/problem.ts';
import { addMetrics } from './metrics.ts';
import { addTargetRoutes } from './target-routes.ts';

export interface DirectoryServiceOptions {
  readonly database: Database;
  /** The secret of the service that issues the tokens. Cursors are signed with it too. */
  readonly secret: Uint8Array;
  /** The origins whose pages may ask. `moz-extension:` stands for every extension in Firefox, where each installation has an origin of its own. */
  readonly origins: readonly string[];
  readonly requestsPerMinute?: number;
  /** False until the database is open: until then, clients are told to try again. */
  readonly isReady?: () => boolean;
}

/** Makes the directory service of `docs/directory-service.openapi.yaml`. It doesn't listen yet. */
export async function makeDirectoryService({
  database,
  secret,
  origins,
  requestsPerMinute = 600,
  isReady = () => true,
}: DirectoryServiceOptions): Promise<FastifyInstance> {
  // It has no logger, because the addresses of requests contain names and search words.
  const service = fastify({ routerOptions: { maxParamLength: 2_000 }, forceCloseConnections: true });
  answerErrors(service, 'directory');
  service.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  await service.register(rateLimit, { global: false, timeWindow: 60_000, errorResponseBuilder: () => new Problem('too-many-requests') });
  addMetrics(service);
  service.get('/health', (_request, reply) =>
    reply
      .status(isReady() ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ isReady: isReady() }),
  );
  await service.register(async (targets) => {
    await targets.register(cors, {
      origin: origins.map((origin) => (origin.endsWith(':') ? new RegExp(`^${origin}//[^/]+$`) : origin)),
      methods: ['GET'],
      allowedHeaders: ['Authorization', 'If-None-Match'],
      exposedHeaders: ['ETag', 'Retry-After'],
      maxAge: 600,
    });
    targets.addHook('onRequest', async (_request, reply) => {
      if (isReady()) return;
      reply.header('retry-after', '1');
      throw new Problem('not-ready');
    });
    requireCaller(targets, secret);
    // This limit comes after the token check, so that it counts by agent and not by address.
    targets.addHook(
      'onRequest',
      targets.rateLimit({ max: requestsPerMinute, timeWindow: 60_000, keyGenerator: (request) => callerOf(request).id }),
    );
    addTargetRoutes(targets, database, secret);
  });
  return service;
}
