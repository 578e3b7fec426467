import { msg } from '@lit/localize';
import type { SignInProblem } from '../model/workspace.ts';
import { signInProblemText } from './sign-in-problem-text.ts';

/** What went wrong where a token signs in, and what to do about it. Nobody has typed anything there. */
export function tokenProblemText(problem: SignInProblem): string {
  switch (problem) {
    case 'token-refused':
      return msg(
        "The messaging server doesn't accept your organization's sign-in, or not any more. Sign in again; if it happens again, tell your administrator.",
      );
    case 'sign-in-needed':
      return msg("You aren't signed in at your organization, or not any more.");
    case 'issuer-unreachable':
      return msg("Your organization's sign-in can't be reached. Check your network connection, then try again.");
    case 'other-account':
      return msg('You have signed in at your organization as somebody else. Sign in with your own account.');
    case 'unreadable-policy':
      return msg(
        "Your organization has set how its agents sign in, but it can't be read, so that nobody can sign in. Tell your administrator.",
      );
    default:
      return signInProblemText(problem);
  }
}
