import { msg, str } from '@lit/localize';
import type { SenderGroup } from '../model/desk/sender-groups.ts';
import type { ImSessionView } from '../model/workspace.ts';

/** "Instant message from NAME", "Call from NAME" where a group is called, or how many there are of them. */
export function invitationsTitle({ all, shown }: SenderGroup<ImSessionView>): string {
  return all.length > 1
    ? msg(str`${all.length} instant messages from ${shown.peerName}`)
    : shown.askedAs === 'call'
      ? msg(str`Call from ${shown.peerName}`)
      : msg(str`Instant message from ${shown.peerName}`);
}
