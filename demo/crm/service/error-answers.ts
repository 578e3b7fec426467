import type { FastifyInstance } from 'fastify';
import { Problem, type ProblemKind, sendProblem } from './problem.ts';

/** Errors of fastify itself, by status. */
const KINDS: Readonly<Record<number, ProblemKind>> = { 413: 'too-large', 415: 'wrong-type', 429: 'too-many-requests' };

function statusCodeOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : 500;
}

/** Where it failed and as what: an error's message may quote what was being read or written, so it isn't among this. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join('\n');
  return `${error.name} ${typeof code === 'string' ? code : ''}\n${frames}`;
}

/** Makes a problem of everything that goes wrong. Contact data goes to no log. */
export function answerErrors(service: FastifyInstance): void {
  service.setNotFoundHandler((_request, reply) => sendProblem(reply, new Problem('not-found')));
  service.setErrorHandler((error, request, reply) => {
    if (error instanceof Problem) return sendProblem(reply, error);
    const status = statusCodeOf(error);
    if (status >= 500) {
      console.error(`Contact service: ${request.method} ${request.routeOptions.url ?? ''} failed: ${describe(error)}`);
      return sendProblem(reply, new Problem('internal-error'));
    }
    return sendProblem(reply, new Problem(KINDS[status] ?? 'invalid-input'));
  });
}
