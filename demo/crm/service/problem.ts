import type { FastifyReply } from 'fastify';
import * as v from 'valibot';

const TITLES = {
  'invalid-input': [400, 'The request is not as the contract says'],
  'not-signed-in': [401, 'A valid token is needed'],
  'grant-ended': [403, 'The consultation that this contact was shared in is over'],
  'not-permitted': [403, 'This is for agents of the contact’s team'],
  'not-found': [404, 'There is no such thing, or it is not for this agent'],
  'cursor-too-old': [410, 'What has changed since is not known any more: begin anew, without a cursor'],
  conflict: [409, 'Another content stands under this id'],
  'too-large': [413, 'The request is too large'],
  'wrong-type': [415, 'The request’s content type is not the contract’s'],
  'too-many-requests': [429, 'Too many requests'],
  'internal-error': [500, 'The service failed'],
  'not-ready': [503, 'The service is starting'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof TITLES;

/** Why a request fails, as RFC 9457 describes it. The caller sees the detail, so that it holds no data of others. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string | undefined;

  constructor(kind: ProblemKind, detail?: string) {
    super(TITLES[kind][1]);
    this.kind = kind;
    this.detail = detail;
  }
}

/** The HTTP status of a problem. */
export const statusOf = (kind: ProblemKind): number => TITLES[kind][0];

/** Answers a request with the problem. @param realm The service that answers, as its problem types name it */
export function sendProblem(reply: FastifyReply, { kind, detail }: Pick<Problem, 'kind' | 'detail'>, realm: string): FastifyReply {
  const [status, title] = TITLES[kind];
  if (kind === 'not-signed-in') reply.header('www-authenticate', `Bearer realm="${realm}"`);
  const body = { type: `urn:backchannel:${realm}:problem:${kind}`, title, status, ...(detail === undefined ? {} : { detail }) };
  return reply.status(status).header('cache-control', 'no-store').type('application/problem+json').send(JSON.stringify(body));
}

/** Parses input by its schema. @throws Problem that names the wrong fields, never their values */
export function parseInput<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const places = result.issues.slice(0, 5).map((issue) => v.getDotPath(issue) ?? 'the whole');
  throw new Problem('invalid-input', `Look at: ${[...new Set(places)].join(', ').slice(0, 500)}.`);
}
