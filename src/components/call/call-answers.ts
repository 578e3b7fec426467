import type { Workspace } from '../../channel/workspace.ts';
import { type VoiceCallView } from '../../model/call/voice-call.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import type { ToldCall } from '../../model/desk/happening.ts';
import { contactTabId } from '../../model/desk/interaction-tabs.ts';
import { refusalOf } from '../../words/refusal-text.ts';
import { interactionOfCall } from '../../model/ids.ts';

/** The tab that belongs to a call: that of the IM session beside it, or that of the contact whose call it is. */
export function tabOfCall({ id, party }: Pick<ToldCall, 'id' | 'party'>): string {
  return party.kind === 'contact' ? contactTabId(interactionOfCall(id)) : party.sessionId;
}

/** Accepts a call that rings and shows it. @returns why it wasn't accepted, as a sentence, or nothing */
export async function acceptCall(
  call: VoiceCallView,
  workspace: Workspace | undefined,
  active: ActiveInteraction | undefined,
): Promise<string> {
  if (!workspace) return '';
  const outcome = workspace.commands.acceptCall({ callId: call.id });
  const refusal = await refusalOf(outcome, call.peerName);
  if (!refusal) {
    const result = await outcome;
    active?.show((result.refused ? undefined : result.sessionId) ?? tabOfCall(call), { isFocusWanted: true });
  }
  return refusal;
}
