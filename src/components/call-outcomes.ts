import { type CallEndReason, isActiveCall, type VoiceCallView } from '../model/voice-call.ts';
import type { Overview } from '../model/workspace.ts';
import { isHeldFor } from './call-lists.ts';

/** What has become of a call, for telling the agent. */
export interface CallOutcome {
  readonly call: VoiceCallView;
  readonly event: 'accepted' | CallEndReason;
  /** Whose contact was on hold for it. */
  readonly interactionId?: string;
}

/** What the agent did, or can't want to be told. */
const UNTOLD: readonly CallEndReason[] = ['ended-here', 'cancelled', 'answered-elsewhere'];

/**
 * Calls that were answered or came to an end between the two overviews. Of those that put a contact on hold every end is told,
 * because it decides about the contact; of others what the agent didn't do.
 */
export function callOutcomes(before: Overview | undefined, after: Overview): readonly CallOutcome[] {
  return after.calls.flatMap((call): CallOutcome[] => {
    const earlier = before?.calls.find(({ id }) => id === call.id);
    if (!earlier || !isActiveCall(earlier)) return [];
    if (earlier.state.status === 'inviting' && (call.state.status === 'connecting' || call.state.status === 'connected')) return [{ call, event: 'accepted' }];
    if (call.state.status !== 'ended') return [];
    const { reason } = call.state;
    const isIncoming = call.direction === 'incoming';
    if (isIncoming && earlier.state.status === 'invited' && (reason === 'rejected' || reason === 'answered-elsewhere')) return [];
    const interactionId = after.interactions.find((interaction) => isHeldFor(earlier, interaction))?.id;
    // Taken back by the caller: missed.
    const isToldOf = !UNTOLD.includes(reason) || interactionId !== undefined || (isIncoming && reason === 'cancelled');
    return isToldOf ? [{ call, event: reason, ...(interactionId === undefined ? {} : { interactionId }) }] : [];
  });
}
