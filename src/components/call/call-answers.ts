import type { Workspace } from '../../channel/workspace.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { tabOfCall } from '../../model/desk/tab-of-call.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';

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
    const sessionId = result.refused ? undefined : result.sessionId;
    active?.show(sessionId === undefined ? tabOfCall(call) : tabOfSession(sessionId), { isFocusWanted: true });
  }
  return refusal;
}
