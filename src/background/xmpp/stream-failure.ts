import type { SignInProblem } from '../../model/workspace.ts';

/** Problems that pass by themselves, so that connecting is tried again. */
const PASSING = new Set<SignInProblem>(['unexpected', 'connection-refused', 'certificate', 'server-not-found', 'not-an-xmpp-server', 'storage-unavailable', 'not-allowed']);

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

/** The conditions of RFC 6120 6.5 that aren't about the password. */
const CONDITIONS: Readonly<Record<string, SignInProblem>> = {
  'account-disabled': 'account-disabled',
  'credentials-expired': 'password-expired',
  'encryption-required': 'no-common-sign-in',
  'invalid-mechanism': 'no-common-sign-in',
  'mechanism-too-weak': 'no-common-sign-in',
  'temporary-auth-failure': 'unexpected',
  aborted: 'unexpected',
  'incorrect-encoding': 'unexpected',
  'malformed-request': 'unexpected',
};

/** Why the server has refused to sign the agent in. @param isByKeys kept keys were used, so that the agent has typed nothing wrong */
export function saslFailure(condition: string | undefined, isByKeys: boolean): StreamFailure {
  return new StreamFailure(CONDITIONS[condition ?? ''] ?? (isByKeys ? 'password-needed' : 'wrong-password'), { detail: condition });
}
