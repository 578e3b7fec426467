import { type CallEndReason, isActiveCall, type VoiceCallView } from '../call/voice-call.ts';
import type { Overview } from '../workspace.ts';
import { isHeldFor } from './call-lists.ts';

/** What has become of a call, for telling the agent. */
export interface CallOutcome {
  readonly call: VoiceCallView;
  readonly event: 'accepted' | CallEndReason;
  /** The interaction whose contact was on hold for the call. */
  readonly interactionId?: string;
}

/** Ends that the agent isn't told of, because the agent has caused them. */
const UNTOLD: readonly CallEndReason[] = ['ended-here', 'cancelled', 'answered-elsewhere'];

/**
 * The calls that were answered or ended between the two overviews. If a contact was on hold for the call, every end of it is told, because
 * it decides about the contact. Of any other call only an end that the agent hasn't caused is told.
 */
export function callOutcomes(before: Overview | undefined, after: Overview): readonly CallOutcome[] {
  return after.calls.flatMap((call): CallOutcome[] => {
    const earlier = before?.calls.find(({ id }) => id === call.id);
    if (!earlier || !isActiveCall(earlier)) return [];
    if (earlier.state.status === 'inviting' && (call.state.status === 'connecting' || call.state.status === 'connected'))
      return [{ call, event: 'accepted' }];
    if (call.state.status !== 'ended') return [];
    const { reason } = call.state;
    const isIncoming = call.direction === 'incoming';
    if (isIncoming && earlier.state.status === 'invited' && (reason === 'rejected' || reason === 'answered-elsewhere')) return [];
    const interactionId = after.interactions.find((interaction) => isHeldFor(earlier, interaction))?.id;
    // An incoming call that its caller has taken back was missed.
    const isToldOf = !UNTOLD.includes(reason) || interactionId !== undefined || (isIncoming && reason === 'cancelled');
    return isToldOf ? [{ call, event: reason, ...(interactionId === undefined ? {} : { interactionId }) }] : [];
  });
}
