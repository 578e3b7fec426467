import { wasClockSetBack } from '../../../model/timestamp.ts';

/** How long a grant lasts. It ends by itself if this host never comes back, and is prolonged when half of the time has passed. */
export const GRANT_MS = 60 * 60 * 1000;

/** Whether a grant is to be made, or made again: half of its time is over, or the clock was set back, so that nobody knows how much is. */
export function isGrantDue(grantedUntil: number, now: number): boolean {
  return grantedUntil - now < GRANT_MS / 2 || wasClockSetBack(grantedUntil - GRANT_MS, now);
}
