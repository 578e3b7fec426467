import type { Workspace } from '../channel/workspace.ts';

export const CONTEXT_TABS = ['case-data', 'contact-information', 'contact-history'] as const;
/** A tab of the shared context. */
export type ContextTab = (typeof CONTEXT_TABS)[number];

/** Which tab of each interaction's shared context the agent chose: it is still chosen when the agent comes back to the interaction. */
const choices = new WeakMap<Workspace, Map<string, ContextTab>>();

/** The tab that was chosen last for an interaction or a session. */
export function chosenTab(workspace: Workspace | undefined, source: string): ContextTab {
  return (workspace && choices.get(workspace)?.get(source)) ?? 'case-data';
}

/** Remembers a choice. */
export function chooseTab(workspace: Workspace | undefined, source: string, tab: ContextTab): void {
  if (workspace) {
    const ofWorkspace = choices.get(workspace) ?? new Map<string, ContextTab>();
    choices.set(workspace, ofWorkspace.set(source, tab));
  }
}
