import { msg, str } from '@lit/localize';
import type { ToldCall } from '../model/desk/happening.ts';
import type { InteractionView } from '../model/interaction/interaction.ts';
import type { CallEndReason, VoiceCallView } from '../model/call/voice-call.ts';
import { contactText } from './consultation-text.ts';
import { endReasonText } from './session-status-text.ts';

/** How long a microphone that is allowed takes to start. After that the browser must still be asking. */
const MICROPHONE_STARTS_IN_MS = 2_000;

/** Whom the call is with, shortly: a colleague's logon, a contact's name. */
export function callPeerText({ party, peerLogon, peerName }: Pick<ToldCall, 'party' | 'peerLogon' | 'peerName'>): string {
  return party.kind === 'contact' ? contactText(peerName) : peerLogon;
}

/** How a call stands, in a word or two. After "Connected" and "On hold" a running time is shown. */
export function callStateText(call: VoiceCallView): string {
  const { state, media } = call;
  switch (state.status) {
    case 'inviting':
      return state.isRinging ? msg('Ringing') : msg('Calling…');
    case 'invited':
      return msg('Rings');
    case 'connecting':
      return msg('Connecting…');
    case 'connected':
      if (media?.connection === 'interrupted') return call.heldSince === undefined ? msg('Reconnecting…') : msg('On hold, reconnecting…');
      if (call.heldSince !== undefined) return msg('On hold');
      return call.isHeldByPeer ? msg(str`${callPeerText(call)} has put you on hold`) : msg('Connected');
    case 'ended':
      return msg(str`Ended: ${callEndReasonText(state.reason, callPeerText(call))}`);
  }
}

/** Since when the call has been as `callStateText` says, for the running time; undefined where none is shown. Milliseconds since the epoch. */
export function callStateSince({ state, heldSince, isHeldByPeer, media }: VoiceCallView): number | undefined {
  if (state.status !== 'connected') return undefined;
  return heldSince ?? (media?.connection === 'interrupted' || isHeldByPeer ? undefined : state.since);
}

/** Why a call ended, in a word or two for after "Ended:". */
export function callEndReasonText(reason: CallEndReason, who: string): string {
  switch (reason) {
    case 'ended-here':
      return msg('you hung up');
    case 'ended-by-peer':
      return msg(str`${who} hung up`);
    case 'answered-elsewhere':
      return msg('answered in another browser');
    case 'answered-by-colleague':
      return msg('answered by a colleague');
    case 'connection-lost':
      return msg('no connection');
    case 'media-lost':
      return msg('the page with the sound was closed');
    default:
      return endReasonText(reason, who);
  }
}

/** What became of a call, as a sentence. */
export function callEndText(call: ToldCall, reason: CallEndReason): string {
  const who = callPeerText(call);
  const isOutgoing = call.direction === 'outgoing';
  switch (reason) {
    case 'ended-here':
      return msg(str`You ended the call with ${who}`);
    case 'ended-by-peer':
      return msg(str`${who} ended the call`);
    case 'rejected':
      return isOutgoing ? msg(str`${who} rejected your call`) : msg(str`You rejected the call from ${who}`);
    case 'no-answer':
      return isOutgoing ? msg(str`${who} didn't answer your call`) : msg(str`You missed a call from ${who}`);
    case 'cancelled':
      return isOutgoing ? msg('You cancelled the call') : msg(str`You missed a call from ${who}`);
    case 'missed':
      return isOutgoing ? msg(str`${who} didn't answer your call`) : msg(str`You missed a call from ${who}`);
    case 'answered-elsewhere':
      return msg(str`You answered the call from ${who} in another browser`);
    case 'answered-by-colleague':
      return msg(str`A colleague answered the call from ${who}`);
    case 'unreachable':
      return msg(str`${who} can't be reached by a call right now`);
    case 'not-allowed':
      return msg(str`You aren't allowed to call ${who}`);
    case 'connection-lost':
      return wasConnected(call) ? msg(str`The connection to ${who} was lost`) : noConnectionText(who);
    case 'media-lost':
      return msg(str`The call with ${who} ended, because the page that had its sound was closed`);
  }
}

/** What to do about a call for which no way was found. Empty for every other call. */
export function noConnectionAdvice(call: VoiceCallView): string {
  const { state } = call;
  const hasFoundNone = state.status === 'ended' && state.reason === 'connection-lost' && !wasConnected(call);
  return hasFoundNone ? `${noConnectionText(callPeerText(call))}.` : '';
}

function noConnectionText(who: string): string {
  return msg(str`No connection to ${who} was found. Try again; if that doesn't help, ask your administrator for a call relay`);
}

function wasConnected({ state }: Pick<VoiceCallView, 'state'>): boolean {
  return state.status === 'ended' && state.since !== undefined;
}

/** What is wrong with the microphone, and what that means for the call. Empty while it may just be starting; later the browser is still asking. */
export function microphoneTroubleText({ media, ...call }: VoiceCallView, now: number): string {
  const who = callPeerText(call);
  switch (media?.microphone) {
    case 'starting':
      return call.state.status === 'connected' && now - call.state.since > MICROPHONE_STARTS_IN_MS
        ? msg(str`The browser is still asking for the microphone: ${who} can't hear you.`)
        : '';
    case 'refused':
      return msg(str`The browser doesn't allow the microphone: ${who} can't hear you.`);
    case 'unencrypted':
      return msg(
        str`This page was loaded without encryption, so that the browser has no microphone for it: ${who} can't hear you. Ask your administrator for an https: address.`,
      );
    case 'not-in-frame':
      return msg(
        str`The page around this one doesn't pass the microphone on to it: ${who} can't hear you. Ask your administrator to allow it (allow="microphone").`,
      );
    case 'missing':
      return msg(str`No microphone was found: ${who} can't hear you.`);
    case 'unplugged':
      return msg(str`The microphone was unplugged: ${who} can't hear you.`);
    default:
      return '';
  }
}

/** What is said of a contact who has been on hold for long, with nobody being asked about them. */
export function leftOnHoldText({ contact }: Pick<InteractionView, 'contact'>): string {
  return msg(str`${contactText(contact.name)} has been on hold for more than a minute, and you are asking nobody about it.`);
}
