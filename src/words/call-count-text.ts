import { msg, str } from '@lit/localize';
import type { VoiceCallView } from '../model/call/voice-call.ts';
import { isOfContact, isOfSeveralContacts, type SenderGroup } from '../model/desk/sender-groups.ts';
import { contactText } from './consultation-text.ts';

/** How many calls one caller, or several contacts, make; empty for a single one. */
export function callsTitle(group: SenderGroup<VoiceCallView>): string {
  const { all, shown } = group;
  if (all.length === 1) return '';
  if (isOfSeveralContacts(group)) return msg(str`${all.length} calls from contacts`);
  const name = isOfContact(shown) ? contactText(shown.peerName) : shown.peerName;
  return msg(str`${all.length} calls from ${name}`);
}
