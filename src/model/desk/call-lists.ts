import type { InteractionView } from '../interaction/interaction.ts';
import { isActiveCall } from '../call/active-call.ts';
import type { VoiceCallView } from '../call/voice-call.ts';
import type { Overview } from '../workspace.ts';
import type { SessionId } from '../ids.ts';

/** A contact counts as left on hold when they have been on hold for longer than this while nobody is being asked about them. */
const LEFT_ON_HOLD_MS = 60_000;

/**
 * The calls that ring here, until the agent answers or the caller gives up. Views have no time-out for them, and no way to dismiss them, because
 * somebody is waiting. In Do Not Disturb only the list of what is pending shows them.
 */
export function ringingCalls(overview: Overview | undefined): readonly VoiceCallView[] {
  return (overview?.calls ?? []).filter(({ state }) => state.status === 'invited');
}

/** The call beside an IM session: the one that goes on, or the last one that did. A call that rings isn't meant; it has its notification. */
export function callOfSession(sessionId: SessionId, overview: Overview | undefined): VoiceCallView | undefined {
  const calls = (overview?.calls ?? []).filter(
    ({ party, state }) => party.kind === 'colleague' && party.sessionId === sessionId && state.status !== 'invited',
  );
  return calls.findLast(isActiveCall) ?? calls.at(-1);
}

/** The contact's call of an interaction, as long as views show it. */
export function callOfInteraction({ callId }: InteractionView, overview: Overview | undefined): VoiceCallView | undefined {
  return callId === undefined ? undefined : overview?.calls.find(({ id }) => id === callId);
}

/** Whether the interaction is a contact's call that Backchannel carried and that is over. The agent marks it done. */
export function isEndedCall({ callId, status }: InteractionView): boolean {
  return callId !== undefined && status === 'ended';
}

/** Whether the contact is on hold, for whatever reason. */
export function isHeld({ canHold, status }: InteractionView): boolean {
  return canHold && status === 'held';
}

/** Whether a colleague can be asked about the interaction by voice: its contact can be put on hold, or nobody would hear what is said. */
export function canConsultByVoice({ canHold, media, status }: InteractionView): boolean {
  return canHold || media !== 'voice' || status === 'ended';
}

/** Whether the contact is on hold for this call: the call is about them, or they were put on hold for it and come back after it. */
export function isHeldFor(
  { consultedInteractionId, heldLines }: Pick<VoiceCallView, 'consultedInteractionId' | 'heldLines'>,
  { id, callId }: InteractionView,
): boolean {
  return consultedInteractionId === id || heldLines.some((line) => line.id === (line.of === 'call' ? callId : id));
}

/** Whether the contact has been on hold for more than a minute, and not for a call. */
export function isLeftOnHold(interaction: InteractionView, overview: Overview | undefined): boolean {
  const isAwaited = overview?.calls.some((call) => isActiveCall(call) && isHeldFor(call, interaction));
  return isHeld(interaction) && !isAwaited && Date.now() - (interaction.heldSince ?? Infinity) >= LEFT_ON_HOLD_MS;
}
