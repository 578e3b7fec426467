import type { SignInProblem } from '../../../model/workspace.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';

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
