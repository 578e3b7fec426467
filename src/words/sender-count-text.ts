import { msg, str } from '@lit/localize';
import type { VoiceCallView } from '../model/call/voice-call.ts';
import type { ImSessionView } from '../model/workspace.ts';
import { contactText } from './consultation-text.ts';
import { isOfContact, isOfSeveralContacts, type SenderGroup } from '../model/desk/sender-groups.ts';

/** "Instant message from NAME", or how many there are of them. */
export function invitationsTitle({ all, shown }: SenderGroup<ImSessionView>): string {
  return all.length > 1
    ? msg(str`${all.length} instant messages from ${shown.peerName}`)
    : msg(str`Instant message from ${shown.peerName}`);
}

/** How many calls one caller, or several contacts, make; empty for a single one. */
export function callsTitle(group: SenderGroup<VoiceCallView>): string {
  const { all, shown } = group;
  if (all.length === 1) return '';
  if (isOfSeveralContacts(group)) return msg(str`${all.length} calls from contacts`);
  const name = isOfContact(shown) ? contactText(shown.peerName) : shown.peerName;
  return msg(str`${all.length} calls from ${name}`);
}
