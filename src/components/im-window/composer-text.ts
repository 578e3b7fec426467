import { msg, str } from '@lit/localize';
import { maxLengthOf } from '../../model/text/message-text.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { formattingLocale } from '../../words/localization.ts';

/** Why nothing can be sent in the session now. Empty when something can. */
export function obstacleOf({ peerLogon, state, isPlain, group }: ImSessionView): string {
  switch (state.status) {
    case 'inviting':
      if (group) return msg(str`You can write as soon as somebody from ${group.name} has accepted.`);
      return isPlain ? '' : msg(str`You can write as soon as ${peerLogon} has accepted your invitation.`);
    case 'connecting':
      return msg(str`You can write as soon as it is known that you were the first to accept what ${peerLogon} asked.`);
    case 'invited':
      return msg('Accept the invitation to answer.');
    case 'ended':
      return msg('This session has ended. With Message Again, your text goes along.');
    default:
      return '';
  }
}

/** "10,240 of at most 10,000 characters" */
export function counterText(text: string): string {
  const count = text.length.toLocaleString(formattingLocale());
  const max = maxLengthOf(text).toLocaleString(formattingLocale());
  return msg(str`${count} of at most ${max} characters`);
}
