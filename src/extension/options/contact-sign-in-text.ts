import { msg, str } from '@lit/localize';
import type { IssuerProblem } from '../sign-in/sign-in-failure.ts';

/**
 * Why signing in to the contact service came to nothing, and what to do about it.
 * @param detail the other account, or the issuer's own word for it
 */
export function contactSignInText(problem: IssuerProblem, detail = ''): string {
  switch (problem) {
    case 'not-configured':
      return msg('Without an address, an issuer and a client ID there are no contacts.');
    case 'signed-out':
      return msg('Sign in to Backchannel to sign in to the contact service.');
    case 'cancelled':
      return msg("You weren't signed in: its page was closed.");
    case 'refused':
      return detail
        ? msg(str`The issuer or the contact service refused to sign you in (${detail}). Tell your administrator.`)
        : msg('The issuer or the contact service refused to sign you in. Tell your administrator.');
    case 'unreachable':
      return msg("The contact service or its issuer can't be reached. Check your network connection and the addresses, then try again.");
    case 'untrusted':
      return msg(
        "What answered isn't the issuer that was asked, so nothing was taken from it. Check the issuer's address; if it is right, tell your administrator.",
      );
    case 'other-account':
      return msg(
        str`You signed in to the contact service as ${detail}, not with the account that you use in Backchannel. Sign in again with that one.`,
      );
  }
}
