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
    // Elsewhere these tell what became of the password.
    case 'plain-sign-in':
      return msg(
        "The messaging server takes your organization's sign-in only in a way that isn't allowed here, so nothing was sent. Tell your administrator.",
      );
    case 'weaker-sign-in':
      return msg(
        'The server offers a weaker sign-in than before, as it would if somebody stood between you and it. Nothing was sent. Tell your administrator. Only if they say that the server was changed: delete what this browser has stored of your account, then sign in again.',
      );
    case 'certificate':
      return msg(
        "The messaging server can't be reached, or its certificate isn't trusted: browsers don't tell which. Check your network connection, then try again; if it happens again, tell your administrator.",
      );
    case 'insecure-connection':
      return msg("The connection to the messaging server isn't encrypted, so nothing was sent. Tell your administrator.");
    case 'insecure-page':
      return msg(
        'This page was loaded without encryption, so that nobody can sign in to it safely. Open the page by an address that starts with https://, or ask your administrator for one.',
      );
    default:
      return signInProblemText(problem);
  }
}
