import type { Workspace } from '../../channel/workspace.ts';
import { NEWEST_FIRST } from './contact-history-question.ts';
import { guardLeaving } from './leaving-guard.ts';
import { choices, type ContextChoices, type ContextTab } from './context-memory.ts';

export const CONTEXT_TABS: readonly ContextTab[] = ['case-data', 'contact-information', 'contact-history'];

const FIRST_CHOICES: ContextChoices = { tab: 'case-data', question: NEWEST_FIRST, shownId: undefined, edit: undefined };

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
    if ('edit' in change) guardLeaving(workspace, (sourceId) => sourceOf({ of: 'interaction', sourceId }));
  }
}
