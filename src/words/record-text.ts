import { msg, str } from '@lit/localize';
import type { RecordRefusalReason, UnsentRecord } from '../model/contact/consultation-record.ts';
import type { ContactProblem } from '../model/contact/contact.ts';
import { contactText } from './consultation-text.ts';
import { dateTimeText } from './date-format.ts';

/** Why the contact service refused a record for good, and what to do. */
export function recordRefusalText(reason: RecordRefusalReason): string {
  switch (reason) {
    case 'not-found':
      return msg("The contact service doesn't know this contact, or doesn't show it to you. Ask your administrator, then try again.");
    case 'not-permitted':
      return msg("The contact service doesn't let you add to this contact's history. Ask your administrator, then try again.");
    case 'grant-ended':
      return msg(
        'Your time with this contact is over, so the contact service takes nothing more about it from you. Export the record for whoever looks after the contact.',
      );
    case 'conflict':
      return msg('Another record already stands in the place of this one. Export it for your administrator.');
    case 'too-large':
      return msg('The record is larger than the contact service takes. Export it for your administrator.');
    case 'rejected':
      return msg("The contact service doesn't take the record as it is. Export it for your administrator.");
    case 'not-taken':
      return msg("The contact service didn't take the record within a week. See that you can read contacts, then try again.");
    case 'failed':
      return msg('The contact service refused the record. Try again, or export it for your administrator.');
  }
}

/** Why a record hasn't been sent yet, which is tried again by itself. */
export function recordWaitingText(problem: ContactProblem | undefined): string {
  switch (problem) {
    case undefined:
      return msg('The record is being sent.');
    case 'sign-in-needed':
    case 'no-token':
      return msg("You aren't signed in to the contact service. The record is sent when you are.");
    case 'not-configured':
      return msg('No contact service is set up. The record is sent when there is one.');
    case 'unreachable':
    case 'too-slow':
    case 'busy':
      return msg("The contact service can't be reached, or is busy. The record is sent as soon as it can be.");
    default:
      return msg('The contact service has trouble of its own. The record is sent as soon as it can be.');
  }
}

/** Which consultation it is the record of: "Maria Silva, 23 Nov 2026, 14:02, with Bill Martin". */
export function recordTitle(record: UnsentRecord): string {
  const name = contactText(record.contactName);
  const time = dateTimeText(record.startedAt);
  return record.peerName ? msg(str`${name}, ${time}, with ${record.peerName}`) : msg(str`${name}, ${time}`);
}
