import { firstSlice } from './first-slice.ts';
import type { Workspace } from './workspace.ts';
import type { Overview } from '../model/workspace.ts';

/** Whether the session host knows by now who is signed in, if anybody is. */
export function isKnown({ me, lock, connection }: Overview): boolean {
  return me !== undefined || lock !== undefined || connection.status === 'signed-out';
}

/** The overview, once a worker that has just been started knows who is signed in. */
export function knownOverview(workspace: Workspace): Promise<Overview> {
  return firstSlice(workspace, { kind: 'overview' }, isKnown);
}
