import type { SignInProblem } from '../../model/workspace.ts';

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

  /** Trying again by itself can't help: the agent has to do something. */
  get isFinal(): boolean {
    return this.problem === 'wrong-password' || this.problem === 'account-disabled' || this.problem === 'replaced' || this.problem === 'bad-address' || this.problem === 'insecure-connection';
  }
}
