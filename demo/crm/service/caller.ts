import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OrganizationIssuer } from './organization-issuer.ts';
import { Problem } from './problem.ts';
import { bearerOf, type Caller, verifyCaller } from './tokens.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Refuses requests without a valid token, the service's own or the organisation's issuer's, before anything else of them is read. */
export function requireCaller(service: FastifyInstance, secret: Uint8Array, organization?: OrganizationIssuer): void {
  service.addHook('onRequest', async (request) => {
    const token = bearerOf(request.headers.authorization);
    const caller = (await verifyCaller(secret, token)) ?? (await organization?.callerOf(token));
    if (!caller) throw new Problem('not-signed-in');
    callers.set(request, caller);
  });
}

/** The agent who sends the request. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.routeOptions.url} is open to everybody.`);
  return caller;
}

/** Tells a client whom its token is for: a client that was given a token can't know it otherwise. */
export function addCallerRoute(service: FastifyInstance): void {
  service.get('/me', (request, reply) => {
    const { id, name } = callerOf(request);
    return reply.header('cache-control', 'no-store').send({ id, name });
  });
}
