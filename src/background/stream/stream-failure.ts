import type { SignInProblem } from '../../model/workspace.ts';

/** Problems that pass by themselves, so that connecting is tried again. */
const PASSING = new Set<SignInProblem>([
  'unexpected',
  'connection-refused',
  'certificate',
  'server-not-found',
  'not-an-xmpp-server',
  'storage-unavailable',
  'not-allowed',
]);

/** Why there is no stream, in terms that the agent can act on. */
export class StreamFailure extends Error {
  override readonly name = 'StreamFailure';
  readonly detail: string | undefined;

  constructor(
    readonly problem: SignInProblem,
    { cause, detail }: { cause?: unknown; detail?: string } = {},
  ) {
    super(`No connection: ${problem}`, { cause });
    this.detail = detail;
  }

  /** Whether trying again can't help, because the agent has to do something. */
  get isFinal(): boolean {
    return !PASSING.has(this.problem);
  }
}
