import type { Refusal } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { refusalOf } from '../../words/refusal-of.ts';

/**
 * Signs the agent out, after asking them; and asks again where something would be lost that nobody else has.
 * @param root Where the question is, as `backchannel-sign-out-question`
 * @returns what there is to say about it
 */
export async function signOut(workspace: Workspace, root: ParentNode): Promise<string> {
  await import('./sign-out-question.ts');
  const question = root.querySelector('backchannel-sign-out-question');
  if (!(await question?.ask())) return '';

  const result = await workspace.commands.signOut({ asksBeforeLoss: true }).catch((): Refusal => ({ refused: 'not-possible-now' }));
  if (result.refused !== 'not-sent') return refusalOf(Promise.resolve(result));

  return (await question?.ask(result)) ? refusalOf(workspace.commands.signOut({})) : '';
}
