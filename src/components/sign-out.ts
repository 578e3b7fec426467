import type { CommandResult } from '../channel/contract.ts';
import type { Workspace } from '../channel/workspace.ts';
import { refusalText } from './refusal-text.ts';

/**
 * Signs the agent out. Where that would delete records that the contact service hasn't taken, the `backchannel-sign-out-dialog` within asks first.
 * @returns why it was refused, if it was
 */
export async function signOut({ commands }: Workspace, within: DocumentFragment | HTMLElement): Promise<string> {
  const result = await commands.signOut({ isHeldByRecords: true }).catch((): CommandResult => ({ refused: 'not-possible-now' }));
  if (result.refused !== 'unsent-records') {
    return result.refused ? refusalText(result) : '';
  }
  await import('./sign-out-dialog.ts');
  await within.querySelector('backchannel-sign-out-dialog')?.ask(result.count);
  return '';
}
