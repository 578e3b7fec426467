import { isActiveCall } from '../call/active-call.ts';
import type { VoiceCallView } from '../call/voice-call.ts';
import type { InteractionView } from '../interaction/interaction.ts';
import type { ImSessionView, Overview } from '../workspace.ts';
import { isHeld, isHeldFor } from './call-lists.ts';

/** The contacts who are on hold while the agent talks or writes in this session: whom the agent asks about, and whom the call put on hold. */
export function heldBeside(
  { parent, direction, state }: ImSessionView,
  call: VoiceCallView | undefined,
  overview: Overview | undefined,
): readonly InteractionView[] {
  const activeCall = call && isActiveCall(call) ? call : undefined;
  const consulted = direction === 'outgoing' && state.status === 'connected' ? parent?.interactionId : undefined;
  return (overview?.interactions ?? []).filter(
    (interaction) => isHeld(interaction) && (interaction.id === consulted || (activeCall && isHeldFor(activeCall, interaction))),
  );
}
