import type { Workspace } from '../../channel/workspace.ts';
import type { InteractionTab } from '../../model/desk/interaction-tabs.ts';
import { refusalOf } from '../../words/refusal-of.ts';

/** Marks the interaction of a tab done. @returns why it wasn't, as a sentence, or nothing */
export async function markDone(tab: InteractionTab, workspace: Workspace): Promise<string> {
  const { commands } = workspace;
  if (tab.of === 'session') return refusalOf(commands.markDone({ sessionId: tab.id }));

  // It is loaded already with the part that shows interactions.
  const { unsavedEditText } = await import('../shared-context/unsaved-edit.ts');
  return unsavedEditText(workspace, tab.id) || refusalOf(commands.abandonInteraction({ id: tab.id }));
}
