import type { SignInProblem } from '../../../model/workspace.ts';
import type { Login } from '../../stream/messaging-port.ts';
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

/** The conditions that mean something else where a token signs in, because the server asks who has made it. */
const TOKEN_CONDITIONS: Readonly<Record<string, SignInProblem>> = {
  'credentials-expired': 'token-refused',
  'invalid-authzid': 'other-account',
  'temporary-auth-failure': 'issuer-unreachable',
};

/** Why the server has refused to sign the agent in. With kept keys, or a token, the agent has typed nothing wrong. */
export function saslFailure(condition = '', login: Login): StreamFailure {
  const refused = 'token' in login ? 'token-refused' : 'keys' in login ? 'password-needed' : 'wrong-password';
  const known = ('token' in login && TOKEN_CONDITIONS[condition]) || CONDITIONS[condition];
  return new StreamFailure(known ?? refused, { detail: condition });
}
