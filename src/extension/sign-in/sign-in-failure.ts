import { ContactSignInNeeded } from '../../background/contacts/source/contact-tokens.ts';

/**
 * Why signing in to the contact service came to nothing.
 * - `not-configured`: no service, or no issuer. `signed-out`: nobody is signed in to Backchannel.
 * - `cancelled`: the agent closed the page, or pressed Cancel. `refused`: the issuer refuses, or gives a token that the service doesn't take.
 * - `unreachable`: issuer, its page or service can't be reached. `untrusted`: the answer isn't from the issuer that was asked, or isn't safe.
 * - `other-account`: the agent signed in as somebody else.
 */
export const SIGN_IN_PROBLEMS = [
  'not-configured',
  'signed-out',
  'cancelled',
  'refused',
  'unreachable',
  'untrusted',
  'other-account',
] as const;
export type IssuerProblem = (typeof SIGN_IN_PROBLEMS)[number];

/** An attempt to sign in has failed, so that signing in is still needed. */
export class SignInFailure extends ContactSignInNeeded {
  constructor(
    readonly problem: Exclude<IssuerProblem, 'unreachable'>,
    /** The other account, or the issuer's own word for it. */
    readonly detail?: string,
    cause?: unknown,
  ) {
    super(`Signing in to the contact service: ${problem}`, { cause });
  }
}

/** The network or the issuer can't be reached, so that nobody can tell whether signing in is needed. A `TypeError`, as `fetch` throws it. */
export class IssuerUnreachable extends TypeError {
  constructor(cause?: unknown) {
    super("The contact service's issuer can't be reached", { cause });
  }
}

/** The problem that an error stands for. */
export function problemOfSignIn(error: unknown): { readonly problem: IssuerProblem; readonly detail?: string } {
  if (error instanceof SignInFailure) return { problem: error.problem, detail: error.detail };
  return { problem: error instanceof TypeError ? 'unreachable' : 'refused' };
}
