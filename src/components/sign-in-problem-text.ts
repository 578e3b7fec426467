import { msg } from '@lit/localize';
import type { SignInProblem } from '../model/workspace.ts';

/** What went wrong with signing in, and what to do about it. */
export function signInProblemText(problem: SignInProblem): string {
  switch (problem) {
    case 'bad-address':
      return msg("This isn't a full address. Enter it like an e-mail address: name@domain.");
    case 'wrong-password':
      return msg("The address or the password isn't right. Check both and sign in again.");
    case 'server-not-found':
      return msg("No messaging server was found for this address's domain. Check the address, or enter the server's address yourself.");
    case 'connection-refused':
      return msg("The messaging server can't be reached. Check your network connection and the server's address, then try again.");
    case 'certificate':
      return msg("The messaging server can't be reached, or its certificate isn't trusted: browsers don't tell which. Your password wasn't sent. Check your network connection and the server's address; if both are right, ask your administrator to check the server's certificate.");
    case 'insecure-connection':
      return msg("The server's connection isn't encrypted, so your password wasn't sent. Use a server address that starts with wss://.");
    case 'not-an-xmpp-server':
      return msg("What answered at the server's address isn't an XMPP messaging server. Check the server's address.");
    case 'replaced':
      return msg('You were signed out because this account signed in with the same session somewhere else. Sign in again to use it here.');
    case 'account-disabled':
      return msg('This account is disabled. Ask your administrator to enable it.');
    case 'storage-unavailable':
      return msg("This browser doesn't let the page store data, and messages could be lost. Leave private browsing or free some disk space, then try again.");
    case 'not-allowed':
      return msg("You aren't configured to use internal instant messaging. Ask your administrator.");
    case 'unreadable-policy':
      return msg("Your organization has set the messaging server's address, but it can't be read, so that nobody can sign in. Tell your administrator.");
    case 'unexpected':
      return msg('Signing in failed for an unexpected reason. Try again; if it happens again, tell your administrator.');
  }
}
