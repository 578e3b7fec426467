import { msg } from '@lit/localize';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { isOfContact, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { contactText } from '../../words/consultation-text.ts';
import type { Sender } from './sender.ts';

/** The sender of a group of calls: all contacts together, where their calls are shown as one. */
export function callSender(group: SenderGroup<VoiceCallView>): Sender {
  const { peer, peerName } = group.shown;
  return isOfSeveralContacts(group)
    ? { name: msg('contacts'), isContact: true }
    : { peer, name: contactText(peerName), isContact: isOfContact(group.shown) };
}
