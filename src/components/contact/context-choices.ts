import type { Workspace } from '../../channel/workspace.ts';
import type { FieldEdit } from '../case-data/case-field-entry.ts';
import { type HistoryQuestion, NEWEST_FIRST } from './contact-history-question.ts';

export const CONTEXT_TABS = ['case-data', 'contact-information', 'contact-history'] as const;
/** A tab of the shared context. */
export type ContextTab = (typeof CONTEXT_TABS)[number];

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

const FIRST_CHOICES: ContextChoices = { tab: 'case-data', question: NEWEST_FIRST, shownId: undefined, edit: undefined };

/**
 * What the agent chose, by workspace and then by `sourceOf`. It is kept outside of the views, which are made anew whenever the agent comes
 * back to an interaction, and lasts until the agent leaves.
 */
const choices = new WeakMap<Workspace, Map<string, ContextChoices>>();

/** What names an interaction's or a consultation's shared context. */
export function sourceOf({ of, sourceId }: { readonly of: 'interaction' | 'session'; readonly sourceId: string }): string {
  return `${of} ${sourceId}`;
}

/** Where the agent was in a shared context, or where one begins. */
export function choicesIn(workspace: Workspace | undefined, source: string): ContextChoices {
  return (workspace && choices.get(workspace)?.get(source)) ?? FIRST_CHOICES;
}

/** Remembers where the agent went. */
export function choose(workspace: Workspace | undefined, source: string, change: Partial<ContextChoices>): void {
  if (workspace) {
    const ofWorkspace = choices.get(workspace) ?? new Map<string, ContextChoices>();
    choices.set(workspace, ofWorkspace.set(source, { ...choicesIn(workspace, source), ...change }));
  }
}

/** Forgets, when an agent has left, where they went and what they searched for. */
export function forgetChoices(workspace: Workspace | undefined): void {
  if (workspace) choices.delete(workspace);
}
