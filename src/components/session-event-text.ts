import { msg, str } from '@lit/localize';
import type { ImSession, SessionEvent } from '../model/im-session.ts';

/** What happened to a session, as a sentence of its transcript. */
export function sessionEventText(event: SessionEvent, logon: string, direction: ImSession['direction']): string {
  const isOutgoing = direction === 'outgoing';
  switch (event) {
    case 'invited':
      return msg(str`You invited ${logon}`);
    case 'was-invited':
      return msg(str`${logon} invited you`);
    case 'accepted':
      return msg(str`${logon} accepted your invitation`);
    case 'accepted-here':
      return msg(str`You accepted the invitation from ${logon}`);
    case 'interaction-closed':
      return msg('The interaction with the contact was closed');
    case 'call-began':
      return msg('You are talking');
    case 'call-ended':
      return msg('The call ended');
    case 'call-rejected':
      return msg('The call was rejected');
    case 'call-no-answer':
      return msg('Nobody answered the call');
    case 'call-cancelled':
      return msg('The call was cancelled');
    case 'call-missed':
      return msg('The call was missed');
    case 'call-failed':
      return msg('The call failed');
    case 'ended-here':
      return msg('You ended the session');
    case 'ended-by-peer':
      return msg(str`${logon} ended the session`);
    case 'rejected':
      return isOutgoing ? msg(str`${logon} rejected your invitation`) : msg(str`You rejected the invitation from ${logon}`);
    case 'no-answer':
      return isOutgoing ? msg(str`${logon} didn't answer your invitation`) : msg(str`You didn't answer the invitation from ${logon}`);
    case 'cancelled':
      return isOutgoing ? msg('You cancelled the invitation') : msg(str`${logon} cancelled the invitation`);
    case 'missed':
      return isOutgoing ? msg(str`${logon} missed your invitation`) : msg(str`You missed an invitation from ${logon}`);
    case 'unreachable':
      return msg(str`${logon} can't be reached`);
    case 'not-allowed':
      return msg(str`You aren't allowed to send ${logon} an instant message`);
    case 'peer-left':
      return msg(str`${logon} left`);
  }
}
