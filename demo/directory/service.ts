import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { callerOf, requireCaller } from '../crm/service/caller.ts';
import type { Database } from '../crm/service/database.ts';
import { answerErrors } from '../crm/service/error-answers.ts';
import type { OrganizationIssuer } from '../crm/service/organization-issuer.ts';
import { Problem } from '../crm/service/problem.ts';
import { addWatching } from '../crm/service/watching.ts';
import { addTargetRoutes } from './target-routes.ts';

export interface DirectoryServiceOptions {
  readonly database: Database;
  /** The secret of the service that issues the tokens. Cursors are signed with it too. */
  readonly secret: Uint8Array;
  /** An issuer whose tokens are taken beside that service's. */
  readonly organization?: OrganizationIssuer | undefined;
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
  organization,
  origins,
  requestsPerMinute = 600,
  isReady = () => true,
}: DirectoryServiceOptions): Promise<FastifyInstance> {
  // It has no logger, because the addresses of requests contain names and search words.
  const service = fastify({ routerOptions: { maxParamLength: 2_000 }, forceCloseConnections: true });
  answerErrors(service, 'directory');
  service.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  await service.register(rateLimit, { global: false, timeWindow: 60_000, errorResponseBuilder: () => new Problem('too-many-requests') });
  addWatching(service, 'directory', isReady);
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
    requireCaller(targets, secret, organization);
    // This limit comes after the token check, so that it counts by agent and not by address.
    targets.addHook(
      'onRequest',
      targets.rateLimit({ max: requestsPerMinute, timeWindow: 60_000, keyGenerator: (request) => callerOf(request).id }),
    );
    addTargetRoutes(targets, database, secret);
  });
  return service;
}
