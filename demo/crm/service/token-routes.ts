import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { parseInput, Problem } from './problem.ts';
import { issueToken } from './tokens.ts';
import { agentId, someText } from './wire-text.ts';

/** An agent that the demo's issuer knows. */
export interface IssuerAgent {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly password: string;
}

export interface IssuerOptions {
  readonly agents: readonly IssuerAgent[];
  readonly lifetimeSeconds: number;
  /** Tokens for one address within a minute: the password is all that is asked for. */
  readonly perMinute: number;
}

const tokenInput = v.strictObject({ username: agentId, password: someText(1_000) });

const digest = (value: string) => createHash('sha256').update(value).digest();

/** The demo's own issuer. An organisation has its own, and the service is told its keys. */
export function addTokenRoutes(service: FastifyInstance, secret: Uint8Array, { agents, lifetimeSeconds, perMinute }: IssuerOptions): void {
  service.post('/token', { config: { rateLimit: { max: perMinute, keyGenerator: ({ ip }) => ip } } }, async (request, reply) => {
    const { username, password } = parseInput(tokenInput, request.body);
    const agent = agents.find(({ id }) => id === username);
    const isRight = timingSafeEqual(digest(agent?.password ?? ''), digest(password));
    if (!agent || !isRight) throw new Problem('not-signed-in');
    const token = await issueToken(secret, agent, lifetimeSeconds);
    return reply.header('cache-control', 'no-store').send({ access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds });
  });
}
