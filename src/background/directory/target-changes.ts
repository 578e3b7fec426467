import type { Changes } from '../events/changes.ts';

/** Something about targets has changed: rows of the Team Communicator, and the names and status of peers. */
export function announceTargets(changes: Changes): void {
  changes.announce('targets');
  changes.announce('overview');
  changes.announce('history');
}
