import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends the value with an `ETag` made of it, or 304 to a client that has that version already (RFC 9110, 13.1.2). */
export function sendTagged(request: FastifyRequest, reply: FastifyReply, value: object): FastifyReply {
  const body = JSON.stringify(value);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // HTTP caches must not keep contact data. The client itself decides what it keeps and for how long.
  reply.header('etag', tag).header('cache-control', 'no-store');
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) return reply.status(304).send();
  return reply.type('application/json').send(body);
}
