import type { Workspace } from '../../channel/workspace.ts';
import type { FieldEdit } from '../case-data/case-field-entry.ts';
import type { HistoryQuestion } from './contact-history-question.ts';

/** A tab of the shared context. */
export type ContextTab = 'case-data' | 'contact-information' | 'contact-history';

/** Where the agent is in the shared context of one interaction. */
export interface ContextChoices {
  readonly tab: ContextTab;
  /** What is asked of the contact's history. */
  readonly question: HistoryQuestion;
  /** The past interaction whose details are shown. */
  readonly shownId: string | undefined;
  /** The change of a field that the agent has begun. */
  readonly edit: FieldEdit | undefined;
}

/**
 * What the agent chose, by workspace and then by `sourceOf`. It is kept outside of the views, which are made anew whenever the agent comes
 * back to an interaction, and lasts until the agent leaves.
 */
export const choices = new WeakMap<Workspace, Map<string, ContextChoices>>();

/** Forgets, when an agent has left, where they went and what they searched for. */
export function forgetChoices(workspace: Workspace | undefined): void {
  if (workspace) choices.delete(workspace);
}
