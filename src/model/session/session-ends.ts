import { endsAt } from '../timestamp.ts';
import type { ImSession } from './im-session.ts';

/** How much longer than the device that has invited the agent's other devices wait for an answer. */
const OTHER_DEVICE_MS = 30_000;

/** When an invitation ends without an answer, milliseconds since the epoch. */
export function invitationEndsAt({ state, createdAt, isInvitedFromHere }: ImSession, now: number): number {
  if (state.status !== 'inviting') return Infinity;
  // The device that has sent it may be gone for good, and then another one ends it.
  return endsAt(isInvitedFromHere ? state.expiresAt : state.expiresAt + OTHER_DEVICE_MS, createdAt, now);
}

/** When the notification of an invitation goes, milliseconds since the epoch. */
export function notificationEndsAt({ state, createdAt }: ImSession, now: number): number {
  if (state.status !== 'invited') return Infinity;
  return endsAt(state.notificationExpiresAt, createdAt, now);
}
