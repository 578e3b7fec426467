import { msg } from '@lit/localize';
import type { ContactProblem } from '../model/contact/contact.ts';

/** Why contact data isn't there or isn't current, what that means, and what to do. */
export function contactProblemText(problem: ContactProblem): string {
  switch (problem) {
    case 'not-configured':
      return msg('Your organization has no contact service set up for Backchannel, so nothing can be shown of the contact here.');
    case 'no-contact':
      return msg("This interaction isn't linked to a contact that your organization's contact service knows.");
    case 'not-accepted':
      return msg('What the contact service knows of the contact is shown here as soon as you accept the invitation.');
    case 'closed':
      return msg("The consultation is over, and the contact isn't shared with you any more.");
    case 'sign-in-needed':
      return msg("You aren't signed in to your organization's contact service. Sign in to read about the contact.");
    case 'no-token':
      return msg("This page didn't sign you in to the contact service. Retry; if it happens again, reload the page.");
    case 'unreachable':
      return msg("The contact service can't be reached. Check your network connection, then retry.");
    case 'too-slow':
      return msg('The contact service took too long to answer. Retry in a moment.');
    case 'busy':
      return msg('The contact service is busy right now. Retry in a moment.');
    case 'nonsense':
      return msg("The contact service gave an answer that can't be read. Retry; if it happens again, tell your administrator.");
    case 'failed':
      return msg('The contact service had an error of its own. Retry; if it happens again, tell your administrator.');
    case 'not-found':
      return msg("The contact service doesn't have this, or doesn't show it to you. Ask your administrator if you need it.");
    case 'not-permitted':
      return msg("The contact service doesn't let you read this. Ask your administrator if you need it.");
    case 'conflict':
    case 'too-large':
    case 'rejected':
      return msg("The contact service doesn't take what it was asked. Retry; if it happens again, tell your administrator.");
    case 'grant-ended':
      return msg('Your time to read about this contact is over. Ask your colleague to consult you again.');
  }
}

/** Whether asking again can change anything. */
export function canBeRetried(problem: ContactProblem): boolean {
  return problem !== 'not-configured' && problem !== 'no-contact' && problem !== 'not-accepted' && problem !== 'closed';
}
