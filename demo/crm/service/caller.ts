import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Caller, verifyCaller } from './tokens.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Lets nobody into the service's routes without a valid token; checked before anything else of a request is read. */
export function requireCaller(service: FastifyInstance, secret: Uint8Array): void {
  service.addHook('onRequest', async (request) => {
    callers.set(request, await verifyCaller(secret, request.headers.authorization));
  });
}

/** Who the request comes from. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.routeOptions.url} is open to everybody.`);
  return caller;
}

/** Whom a token speaks for: a client that was given one can't know otherwise. */
export function addCallerRoute(service: FastifyInstance): void {
  service.get('/me', (request, reply) => {
    const { id, name } = callerOf(request);
    return reply.header('cache-control', 'no-store').send({ id, name });
  });
}
