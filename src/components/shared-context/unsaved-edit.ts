import type { Workspace } from '../../channel/workspace.ts';
import { isUnsaved, unsavedText } from '../case-data/case-field-entry.ts';
import { choicesIn, sourceOf } from '../contact/context-choices.ts';

/** Why an interaction isn't closed yet: what the agent has entered into a field of its case data isn't saved. Empty if nothing would be lost. */
export function unsavedEditText(workspace: Workspace | undefined, sourceId: string): string {
  const { edit } = choicesIn(workspace, sourceOf({ of: 'interaction', sourceId }));
  return isUnsaved(edit) ? unsavedText(edit) : '';
}
