import { msg, str } from '@lit/localize';
import type { Refusal } from '../channel/contract.ts';
import { formattingLocale } from './localization.ts';
import { privilegeText } from './privilege-text.ts';
import { signInProblemText, storageProblemText } from './sign-in-problem-text.ts';
import { unsentWorkText } from './unsent-work-text.ts';

/** Why a command was refused, as a sentence for the agent. `name` is whom it was about. */
export function refusalText(refusal: Refusal, name = ''): string {
  switch (refusal.refused) {
    case 'invalid-argument':
      return msg("What was entered isn't accepted: it is too long, or not of the kind that is asked for. Change it, and try again.");
    case 'sign-in':
      return signInProblemText(refusal.problem);
    case 'not-sent':
      return unsentWorkText(refusal);
    case 'not-signed-in':
      return msg('You are signed out. Sign in and try again.');
    case 'locked':
      return msg('The desk is locked.');
    case 'not-unlocked':
      return refusal.problem === 'wrong-password'
        ? msg('The password is wrong.')
        : msg('Too many wrong passwords. Wait a moment, then try again.');
    case 'no-password':
      return msg("You didn't sign in with a password, so none unlocks the desk.");
    case 'target-logged-off':
      return name ? msg(str`${name} is logged off`) : msg('This agent is logged off');
    case 'nobody-ready':
      return name
        ? msg(str`Nobody in ${name} is ready right now. Your message wasn't sent.`)
        : msg("Nobody in this group is ready right now. Your message wasn't sent.");
    case 'nobody-there':
      return name ? msg(str`${name} has no members whom you can write to.`) : msg('This group has no members whom you can write to.');
    case 'target-has-invited':
      return name
        ? msg(str`${name} has invited you meanwhile. Accept that invitation, and write there.`)
        : msg('This agent has invited you meanwhile. Accept that invitation, and write there.');
    case 'target-is-self':
      return msg("You can't send an instant message to yourself.");
    case 'target-blocked':
      return msg('You have blocked this agent. Unblock them in the settings.');
    case 'unknown-session':
      return msg('This session is gone; it may have been marked done in another window.');
    case 'not-possible-now':
      return msg("That isn't possible right now.");
    case 'empty-message':
      return msg('There is nothing to send.');
    case 'card-number':
      return msg('There seems to be a payment card number in it.');
    case 'message-too-long':
      return msg(str`The message is too long. At most ${refusal.maxLength.toLocaleString(formattingLocale())} characters can be sent.`);
    case 'not-allowed':
      return privilegeText(refusal.privilege);
    case 'set-by-policy':
      return msg("Your organization has set this; it can't be changed here.");
    case 'unknown-interaction':
      return msg('This interaction was closed.');
    case 'too-many-interactions':
      return msg(str`At most ${refusal.max.toLocaleString(formattingLocale())} interactions can be open at once.`);
    case 'unknown-call':
      return msg('This call is over.');
    case 'target-without-voice':
      return name ? msg(str`${name} uses a program that takes no calls.`) : msg('This agent uses a program that takes no calls.');
    case 'no-voice-here':
      return msg("This browser can't make calls.");
    case 'not-held':
      return msg("The contact couldn't be put on hold, so nobody was called.");
    case 'not-retrieved':
      return msg('That failed: the other party is still on hold. Try again.');
    case 'held-back':
      return refusal.reason || msg('Your page holds this back.');
    case 'storage-failed':
      return refusal.problem === undefined
        ? msg("This browser couldn't store it, so it wasn't done. Try again.")
        : `${msg("That wasn't done.")} ${storageProblemText(refusal.problem)}`;
  }
}
