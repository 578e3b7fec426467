import type { Refusal } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { refusalOf } from '../../words/refusal-text.ts';

/**
 * Signs the agent out, after asking them where something would be lost.
 * @param root Where the question is, as `backchannel-sign-out-question`
 * @returns what there is to say about it
 */
export async function signOut(workspace: Workspace, root: ParentNode): Promise<string> {
  const result = await workspace.commands.signOut({ asksBeforeLoss: true }).catch((): Refusal => ({ refused: 'not-possible-now' }));
  if (result.refused !== 'not-sent') return refusalOf(Promise.resolve(result));

  await import('./sign-out-question.ts');
  const isSure = await root.querySelector('backchannel-sign-out-question')?.ask(result);
  return isSure ? refusalOf(workspace.commands.signOut({})) : '';
}
