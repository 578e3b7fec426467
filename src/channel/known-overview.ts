import type { Workspace } from './workspace.ts';
import type { Overview } from '../model/workspace.ts';

/** Whether the session host already knows who, if anybody, is signed in. */
export function isKnown({ me, lock, connection }: Overview): boolean {
  return me !== undefined || lock !== undefined || connection.status === 'signed-out';
}

/** The overview, once a worker that has just been started knows who is signed in. */
export function knownOverview(workspace: Workspace): Promise<Overview> {
  return new Promise((resolve) => {
    const stop = workspace.subscribe({ kind: 'overview' }, (overview) => {
      if (!isKnown(overview)) return;
      stop();
      resolve(overview);
    });
  });
}
