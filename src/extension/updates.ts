import type { Workspace } from '../channel/workspace.ts';
import { isActiveCall } from '../model/call/active-call.ts';
import type { Overview } from '../model/workspace.ts';
import { restart } from './restart.ts';

/**
 * Installs an update of the extension when nothing is lost by it. For an update browsers close the extension's views and empty its memory
 * (`storage.session`). So it waits until no session or call goes on, and, for an agent who isn't kept signed in, until the browser is closed. To be
 * called in the background's first turn.
 */
export function followUpdates(workspace: Workspace): void {
  browser.runtime.onUpdateAvailable.addListener(() => {
    let isSignInKept = false;
    let latest: Overview | undefined;
    const update = () => {
      if (latest && isQuiet(latest) && (isSignInKept || !latest.me)) void restart();
    };
    workspace.subscribe({ kind: 'overview' }, (overview) => {
      latest = overview;
      update();
    });
    workspace.subscribe({ kind: 'account' }, (account) => {
      ({ isSignInKept } = account);
      update();
    });
  });
}

function isQuiet({ connection, sessions, calls, lock }: Overview): boolean {
  // A locked desk doesn't tell whether a session or a call goes on, so that the update waits.
  if (lock) return false;
  const isGoingOn = sessions.some(({ state }) => state.status !== 'ended') || calls.some(isActiveCall);
  return connection.status !== 'starting' && connection.status !== 'connecting' && !isGoingOn;
}
