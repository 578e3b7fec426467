import type { Workspace } from '../../channel/workspace.ts';
import { isUnsaved } from '../case-data/case-field-entry.ts';
import { choices } from './context-memory.ts';

const guards = new WeakMap<Workspace, AbortController>();

/**
 * Has the browser ask before the page is left, as long as the agent has entered something into an active interaction's case data that isn't saved. Whatever
 * else the agent writes is stored as they write it; where nothing is kept, `workspace/unkept-work.ts` asks. A page that listens for `beforeunload` isn't kept for its return, so that it listens only then.
 * @param sourceOfInteraction Names an interaction's shared context.
 */
export function guardLeaving(workspace: Workspace, sourceOfInteraction: (id: string) => string): void {
  const unsaved = () => [...(choices.get(workspace) ?? [])].filter(([, { edit }]) => isUnsaved(edit)).map(([source]) => source);
  const standing = guards.get(workspace);
  if (!unsaved().length) {
    standing?.abort();
    guards.delete(workspace);
    return;
  }
  if (standing) return;

  const guard = new AbortController();
  const { signal } = guard;
  guards.set(workspace, guard);
  let active: ReadonlySet<string> = new Set();
  const unsubscribe = workspace.subscribe({ kind: 'overview' }, ({ lock, interactions }) => {
    // What a locked desk keeps would be lost too, though nothing is told of it.
    if (!lock) active = new Set(interactions.map(({ id }) => sourceOfInteraction(id)));
  });
  signal.addEventListener('abort', unsubscribe);
  workspace.ended?.addEventListener('abort', () => guard.abort(), { signal });
  addEventListener('beforeunload', (event) => unsaved().some((source) => active.has(source)) && event.preventDefault(), { signal });
}
