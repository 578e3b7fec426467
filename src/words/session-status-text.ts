import { msg, str } from '@lit/localize';
import type { EndReason, ImSessionState } from '../model/session/im-session.ts';

/** The word of the Status indicator. The help page knows *Connected* and *Ended*; the others say why nothing can be sent yet. */
export function sessionStatusText(state: ImSessionState): string {
  switch (state.status) {
    case 'not-connected':
      return msg('Not Connected');
    case 'inviting':
      return state.inLine ? msg('Waiting in Line') : msg('Inviting');
    case 'invited':
      return msg('Invited');
    case 'connecting':
      return msg('Connecting…');
    case 'connected':
      return msg('Connected');
    case 'ended':
      return msg('Ended');
  }
}

/** Why a session with `name` ended, in a word or two for beside "Ended". @param answeredBy The name of the colleague who was faster */
export function endReasonText(reason: EndReason, name: string, answeredBy?: string): string {
  switch (reason) {
    case 'ended-here':
      return msg('you ended it');
    case 'ended-by-peer':
      return msg(str`${name} ended it`);
    case 'rejected':
      return msg('rejected');
    case 'no-answer':
      return msg('no answer');
    case 'cancelled':
      return msg('cancelled');
    case 'missed':
      return msg('missed');
    case 'answered-by-colleague':
      return answeredBy ? msg(str`answered by ${answeredBy}`) : msg('a colleague answered');
    case 'unreachable':
      return msg('unreachable');
    case 'not-allowed':
      return msg('not allowed');
    case 'peer-left':
      return msg(str`${name} left`);
  }
}
