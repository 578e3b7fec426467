import { type SharedInteraction, sharedOf } from './consultation.ts';
import type { CallEvent, ImSession } from './im-session.ts';
import type { BareJid } from './jid.ts';
import { type Effect, type MachineContext, send, type Step } from './session-step.ts';

/*
 * What a call does to the IM session beside it: there always is one, so that both sides can write, and see what is shared.
 */

/** A colleague's call, of which the target learns the session by the call itself. */
export interface SessionOfCall {
  readonly id: string;
  readonly peer: BareJid;
  readonly parent?: SharedInteraction;
}

/** The target's side: the session begins when the call is accepted, or is kept as one that was missed. Times in ms since the epoch. */
export function sessionFromCall({ id, peer, parent }: SessionOfCall, outcome: 'accepted' | 'missed', at: number): Step {
  const isMissed = outcome === 'missed';
  const session: ImSession = {
    id,
    peer,
    direction: 'incoming',
    isPlain: false,
    isInvitedFromHere: false,
    isBegunByCall: true,
    state: isMissed ? { status: 'ended', reason: 'missed', at } : { status: 'connected', since: at },
    createdAt: at,
    isDisplayed: !isMissed,
    unread: 0,
    lastPosition: 0,
    isDone: false,
    ...(parent && !isMissed ? { parent: { ...parent, leftOut: [] } } : {}),
  };
  return { session, effects: isMissed ? [{ type: 'append-event', event: 'call-missed', at }] : [] };
}

/** The call was accepted, and with it the session, whether an invitation to it was under way or not. */
export function connectByCall(session: ImSession, { now }: MachineContext): Step | undefined {
  const { state, parent, isInvitedFromHere, isPlain } = session;
  if (state.status === 'connected' || state.status === 'ended') return undefined;
  const isBegunByCall = state.status === 'not-connected';
  // What has changed since the call was proposed.
  const share: Effect[] = parent && isInvitedFromHere && !isPlain ? [send({ type: 'share', sessionId: session.id, parent: sharedOf(parent) })] : [];
  return { session: { ...session, isDisplayed: true, ...(isBegunByCall ? { isBegunByCall } : {}), state: { status: 'connected', since: now } }, effects: share };
}

/** What has become of the call stands in the transcript. */
export function noteCall(session: ImSession, event: CallEvent, callId: string, at: number): Step {
  return { session, effects: [{ type: 'append-event', event, at, id: `${event}-${callId}` }] };
}
