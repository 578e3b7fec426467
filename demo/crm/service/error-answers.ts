import type { FastifyInstance } from 'fastify';
import { Problem, type ProblemKind, sendProblem } from './problem.ts';

/** Fastify's own errors that callers cause, by status. */
const KINDS: Readonly<Record<number, ProblemKind>> = { 413: 'too-large', 415: 'wrong-type', 429: 'too-many-requests' };

function statusCodeOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : 500;
}

/** The error's class and stack, without its message, which may quote the data that was read or written. */
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

/**
 * Answers every error with a problem. No data that is read or written gets into a log.
 *
 * @param realm The service, as its problem types and the log name it
 */
export function answerErrors(service: FastifyInstance, realm: string): void {
  service.setNotFoundHandler((_request, reply) => sendProblem(reply, new Problem('not-found'), realm));
  service.setErrorHandler((error, request, reply) => {
    if (error instanceof Problem) return sendProblem(reply, error, realm);
    const status = statusCodeOf(error);
    if (status >= 500) {
      console.error(`Service of ${realm}: ${request.method} ${request.routeOptions.url ?? ''} failed: ${describe(error)}`);
      return sendProblem(reply, new Problem('internal-error'), realm);
    }
    return sendProblem(reply, new Problem(KINDS[status] ?? 'invalid-input'), realm);
  });
}
