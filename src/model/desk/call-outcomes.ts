import type { CallEndReason } from '../call/voice-call.ts';
import type { InteractionView } from '../interaction/interaction.ts';
import { isHeldFor } from './call-lists.ts';
import type { Happening, ToldCall } from './happening.ts';
import type { InteractionId } from '../ids.ts';

/** What has become of a call, for telling the agent. */
export interface CallOutcome {
  readonly call: ToldCall;
  readonly event: 'accepted' | CallEndReason;
  /** The interaction whose contact was on hold for the call. */
  readonly interactionId?: InteractionId;
}

/** Ends that the agent isn't told of, because the agent has caused them. */
const UNTOLD: readonly CallEndReason[] = ['ended-here', 'cancelled', 'answered-elsewhere'];

/**
 * What this means for a call, if the agent is told of it. If a contact was on hold for the call, every end of it is told, because it decides about the
 * contact. Of any other call only an end that the agent hasn't caused is told.
 */
export function callOutcomeOf(happening: Happening, interactions: readonly InteractionView[]): CallOutcome | undefined {
  if (happening.of !== 'call') return undefined;
  const { call, was } = happening;
  if (happening.name === 'call-accepted') return was === 'inviting' ? { call, event: 'accepted' } : undefined;
  if (happening.name !== 'call-ended') return undefined;
  const { reason } = happening;
  if (was === 'invited' && (reason === 'rejected' || reason === 'answered-elsewhere')) return undefined;
  const interactionId = interactions.find((interaction) => isHeldFor(call, interaction))?.id;
  if (interactionId !== undefined) return { call, event: reason, interactionId };
  // An incoming call that its caller has taken back was missed.
  const isToldOf = !UNTOLD.includes(reason) || (call.direction === 'incoming' && reason === 'cancelled');
  return isToldOf ? { call, event: reason } : undefined;
}
