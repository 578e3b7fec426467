import type { InteractionView } from '../model/interaction.ts';
import { isActiveCall, type VoiceCallView } from '../model/voice-call.ts';
import type { Overview } from '../model/workspace.ts';

/** On hold for longer with nobody being asked about them, a contact counts as left on hold. */
const LEFT_ON_HOLD_MS = 60_000;

/** Calls that ring here until the agent answers, or they are taken back. */
export function ringingCalls(overview: Overview | undefined): readonly VoiceCallView[] {
  return (overview?.calls ?? []).filter(({ state }) => state.status === 'invited');
}

/** The call beside an IM session: the one that goes on, or the last that did. One that rings has its notification. */
export function callOfSession(sessionId: string, overview: Overview | undefined): VoiceCallView | undefined {
  const calls = (overview?.calls ?? []).filter(({ party, state }) => party.kind === 'colleague' && party.sessionId === sessionId && state.status !== 'invited');
  return calls.findLast(isActiveCall) ?? calls.at(-1);
}

/** The call that an interaction with a contact is, as long as there is something to say of it. */
export function callOfInteraction({ callId }: InteractionView, overview: Overview | undefined): VoiceCallView | undefined {
  return callId === undefined ? undefined : overview?.calls.find(({ id }) => id === callId);
}

/** A contact's call of ours that is over: done when the agent says so. */
export function isEndedCall({ callId, status }: InteractionView): boolean {
  return callId !== undefined && status === 'ended';
}

/** The contact is on hold, for a good reason or without one. */
export function isHeld({ canHold, status }: InteractionView): boolean {
  return canHold && status === 'held';
}

/** The contact is on hold for this call: it is about them, or they were put on hold for it and come back after it. */
export function isHeldFor({ consultedInteractionId, heldLines }: VoiceCallView, { id, callId }: InteractionView): boolean {
  return consultedInteractionId === id || heldLines.some((line) => line.id === (line.of === 'call' ? callId : id));
}

/** The contact waits on hold for more than a minute, and not for a call. */
export function isLeftOnHold(interaction: InteractionView, overview: Overview | undefined): boolean {
  const isAwaited = overview?.calls.some((call) => isActiveCall(call) && isHeldFor(call, interaction));
  return isHeld(interaction) && !isAwaited && Date.now() - (interaction.heldSince ?? Infinity) >= LEFT_ON_HOLD_MS;
}
