import { msg, str } from '@lit/localize';
import type { ImSession, SessionEvent } from '../model/session/im-session.ts';
import type { ImSessionView } from '../model/workspace.ts';

/** What is said of a session in which a group was asked. */
export type GroupParts = Partial<Pick<ImSessionView, 'group' | 'askedAs' | 'answeredByName'>>;

/** What happened to a session, as a sentence of its transcript. @param said What the target has said to rejecting the invitation */
export function sessionEventText(
  event: SessionEvent,
  logon: string,
  direction: ImSession['direction'],
  said?: string,
  parts: GroupParts = {},
): string {
  const sentence = groupSentenceOf(event, logon, direction, parts) ?? sentenceOf(event, logon, direction);
  return said ? msg(str`${sentence}: “${said}”`) : sentence;
}

/** The sentences that are different where a group was asked. */
function groupSentenceOf(
  event: SessionEvent,
  logon: string,
  direction: ImSession['direction'],
  { group, askedAs, answeredByName }: GroupParts,
): string | undefined {
  if (!group) return undefined;
  if (event === 'answered-by-colleague' && answeredByName) return msg(str`${answeredByName} answered ${logon}`);
  const isCall = askedAs === 'call';
  if (direction === 'incoming') {
    if (event !== 'was-invited') return undefined;
    return isCall ? msg(str`${logon} called ${group.name}`) : msg(str`${logon} asked ${group.name}`);
  }
  switch (event) {
    case 'invited':
      return isCall ? msg(str`You called ${group.name}`) : msg(str`You asked ${group.name}`);
    case 'waiting-in-line':
      return msg(str`You wait in line for ${group.name}`);
    case 'rejected':
    case 'no-answer':
    case 'unreachable':
      return msg(str`Nobody from ${group.name} answered`);
    case 'cancelled':
      return isCall ? msg(str`You cancelled the call to ${group.name}`) : msg(str`You took back what you asked ${group.name}`);
    default:
      return undefined;
  }
}

function sentenceOf(event: SessionEvent, logon: string, direction: ImSession['direction']): string {
  const isOutgoing = direction === 'outgoing';
  switch (event) {
    case 'invited':
    case 'waiting-in-line':
      return msg(str`You invited ${logon}`);
    case 'was-invited':
      return msg(str`${logon} invited you`);
    case 'accepted':
      return msg(str`${logon} accepted your invitation`);
    case 'accepted-here':
      return msg(str`You accepted the invitation from ${logon}`);
    case 'interaction-closed':
      return msg('The interaction with the contact was closed');
    case 'messages-missing':
      return msg("Messages may be missing here: your server couldn't send a part of what came while you were away");
    case 'call-began':
      return msg(str`You are in a call with ${logon}`);
    case 'call-ended':
      return msg(str`The call with ${logon} ended`);
    case 'call-rejected':
      return msg(str`The call with ${logon} was rejected`);
    case 'call-no-answer':
      return msg(str`The call with ${logon} wasn't answered`);
    case 'call-cancelled':
      return msg(str`The call with ${logon} was cancelled`);
    case 'call-missed':
      return msg(str`You missed a call from ${logon}`);
    case 'call-failed':
      return msg(str`The call with ${logon} failed`);
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
    case 'answered-by-colleague':
      return msg(str`A colleague answered ${logon}`);
    case 'unreachable':
      return msg(str`${logon} can't be reached`);
    case 'not-allowed':
      return msg(str`You aren't allowed to send ${logon} an instant message`);
    case 'peer-left':
      return msg(str`${logon} left`);
  }
}
