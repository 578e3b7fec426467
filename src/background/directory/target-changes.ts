import type { Changes } from '../events/changes.ts';

/** The directory has changed: rows of the Team Communicator, and the names of peers. */
export function announceTargets(changes: Changes): void {
  changes.announce('targets');
  changes.announce('overview');
  changes.announce('history');
}
