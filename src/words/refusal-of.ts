import { msg } from '@lit/localize';
import type { CommandResult, Refusal } from '../channel/contract.ts';

/**
 * A command's outcome as a sentence, or nothing to say. A command that got no answer at all counts as not possible now. The sentences are loaded with the
 * first refusal, because most days have none.
 */
export async function refusalOf(outcome: Promise<CommandResult>, name = ''): Promise<string> {
  const result = await outcome.catch((): Refusal => ({ refused: 'not-possible-now' }));
  if (!result.refused) return '';
  return import('./refusal-text.ts').then(
    ({ refusalText }) => refusalText(result, name),
    // Without the sentences the agent is told at least that it wasn't done. The next refusal tries again.
    () => msg("That isn't possible right now."),
  );
}
