import { msg } from '@lit/localize';
import type { SignInProblem, StorageProblem } from '../model/workspace.ts';

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
      return msg(
        "The messaging server can't be reached, or its certificate isn't trusted: browsers don't tell which. Your password wasn't sent. Check your network connection and the server's address; if both are right, ask your administrator to check the server's certificate.",
      );
    case 'insecure-connection':
      return msg("The server's connection isn't encrypted, so your password wasn't sent. Use a server address that starts with wss://.");
    case 'insecure-page':
      return msg(
        "This page was loaded without encryption, so that the browser can't keep your password safe, and it wasn't sent. Open the page by an address that starts with https://, or ask your administrator for one.",
      );
    case 'not-an-xmpp-server':
      return msg("What answered at the server's address isn't an XMPP messaging server. Check the server's address.");
    case 'server-unproven':
      return msg(
        "The server couldn't prove that it knows your account, so it was left: somebody may stand between you and it. Your password wasn't sent. Check the server's address; if it is right, tell your administrator before you try again.",
      );
    case 'weaker-sign-in':
      return msg(
        'The server offers a weaker sign-in than before, as it would if somebody stood between you and it. Your password was not sent. Tell your administrator. Only if they say that the server was changed: delete what this browser has stored of your account, then sign in again.',
      );
    case 'plain-sign-in':
      return msg(
        "This server can only be signed in to with the password as it is, which isn't allowed here. Your password wasn't sent. Ask your administrator.",
      );
    case 'no-common-sign-in':
      return msg("This server offers no way of signing in that is known here. Check the server's address, or ask your administrator.");
    case 'password-needed':
      return msg('Your password was changed, or the server keeps it in another way now. Sign in again with your password.');
    case 'password-expired':
      return msg('Your password has expired. Ask your administrator how to change it, then sign in again.');
    case 'account-disabled':
      return msg('This account is disabled. Ask your administrator to enable it.');
    case 'storage-newer':
    case 'storage-full':
    case 'storage-cleared':
    case 'storage-unavailable':
      return storageProblemText(problem);
    case 'open-elsewhere':
      return msg(
        'This account is open in another window of this browser, by another version of the program. Close that window, or reload it, then try again.',
      );
    case 'not-allowed':
      return msg("You aren't configured to use internal instant messaging. Ask your administrator.");
    case 'unreadable-policy':
      return msg(
        "Your organization has set the messaging server's address, but it can't be read, so that nobody can sign in. Tell your administrator.",
      );
    // What is the matter with a token is said by tokenProblemText, where a token signs in.
    case 'token-refused':
    case 'sign-in-needed':
    case 'issuer-unreachable':
    case 'other-account':
    case 'unexpected':
      return msg('Signing in failed for an unexpected reason. Try again; if it happens again, tell your administrator.');
  }
}

/** Why nothing can be stored in this browser, and what helps. */
export function storageProblemText(problem: StorageProblem): string {
  switch (problem) {
    case 'storage-newer':
      return msg('A newer version of this program has stored your data in this browser. Reload the page to use it.');
    case 'storage-full':
      return msg('The disk is full, so that nothing more can be stored and messages could be lost. Free some disk space, then try again.');
    case 'storage-cleared':
      return msg('What this browser had stored was cleared. Sign in again; messages of the last day are read from the server.');
    case 'storage-unavailable':
      return msg(
        "This browser doesn't let the page store data, and messages could be lost. Leave private browsing, or allow this site to store data, then try again.",
      );
  }
}
