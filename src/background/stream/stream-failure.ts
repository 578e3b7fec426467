import type { SignInProblem } from '../../model/workspace.ts';

/** Problems that pass by themselves, so that connecting is tried again. */
const PASSING = new Set<SignInProblem>([
  'unexpected',
  'connection-refused',
  'certificate',
  'server-not-found',
  'not-an-xmpp-server',
  'not-allowed',
  'issuer-unreachable',
]);

/** Stream errors (RFC 6120 4.9.3) that meet all clients of a server at once, which would all come back at once. */
const MEETING_EVERYBODY = new Set(['system-shutdown', 'resource-constraint']);

/** Why there is no stream, in terms that the agent can act on. */
export class StreamFailure extends Error {
  override readonly name = 'StreamFailure';
  readonly detail: string | undefined;
  /** The stream error by which the server ended the stream (RFC 6120 4.9.3). */
  readonly condition: string | undefined;

  constructor(
    readonly problem: SignInProblem,
    { cause, detail, condition }: { cause?: unknown; detail?: string; condition?: string } = {},
  ) {
    super(`No connection: ${problem}`, { cause });
    this.detail = detail;
    this.condition = condition;
  }

  /** Whether trying again can't help, because the agent has to do something. */
  get isFinal(): boolean {
    return !PASSING.has(this.problem);
  }

  /** Whether another stream of the account has taken this one's resource (RFC 6120 7.7.2.2). */
  get isResourceTaken(): boolean {
    return this.condition === 'conflict';
  }

  /** Whether the server has ended all its clients' streams. */
  get meetsEverybody(): boolean {
    return this.condition !== undefined && MEETING_EVERYBODY.has(this.condition);
  }
}

/** The problem's code, and never the server's words, which may name somebody. */
export function problemOf(error: unknown): string {
  return error instanceof StreamFailure ? error.problem : 'unexpected';
}
