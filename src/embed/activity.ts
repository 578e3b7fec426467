import type { EmbeddedWorkspace } from './embedded-workspace.ts';

/** Tells the session host that the agent is there, as long as their desk is locked when they aren't. What hears input is loaded when it is first needed. */
export function reportActivity(workspace: EmbeddedWorkspace): void {
  let isWanted = false;
  let load = (): unknown => {
    load = () => undefined;
    return import('./input-watch.ts').then(({ watchInput }) => watchInput(workspace, () => isWanted));
  };
  workspace.subscribe({ kind: 'overview' }, ({ me, settings }) => {
    isWanted = me !== undefined && settings.lockAfterMinutes > 0;
    if (isWanted) load();
  });
}
