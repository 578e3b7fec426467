import { msg, str } from '@lit/localize';
import type { Overview } from '../model/workspace.ts';
import type { CallOutcome } from '../model/desk/call-outcomes.ts';
import { callEndText, callPeerText } from './call-text.ts';
import { contactText } from './consultation-text.ts';

/** What has become of a call, as a sentence. */
export function callOutcomeText({ call, event }: CallOutcome): string {
  return event === 'accepted' ? msg(str`${callPeerText(call)} accepted your call`) : callEndText(call, event);
}

/** Says how the contact is now who was on hold for a call that has ended. Empty where there was none. */
export function heldContactText({ interactionId }: CallOutcome, overview: Overview | undefined): string {
  const interaction = overview?.interactions.find(({ id }) => id === interactionId);
  if (!interaction) return '';
  const name = contactText(interaction.contact.name);
  switch (interaction.status) {
    case 'active':
      return msg(str`${name} was retrieved.`);
    case 'held':
      return msg(str`${name} is still on hold.`);
    case 'ended':
      return msg(str`${name} hung up.`);
  }
}
