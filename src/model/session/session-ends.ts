import type { TimeSpan } from '../timestamp.ts';
import type { ImSession } from './im-session.ts';

/** How much longer than the device that has invited the agent's other devices wait for an answer. */
const OTHER_DEVICE_MS = 30_000;

/** How long an invitation waits for an answer; undefined where none does. */
export function invitationSpan({ state, createdAt, isInvitedFromHere }: ImSession): TimeSpan | undefined {
  if (state.status !== 'inviting') return undefined;
  // The device that has sent it may be gone for good, and then another one ends it.
  return { since: createdAt, until: isInvitedFromHere ? state.expiresAt : state.expiresAt + OTHER_DEVICE_MS };
}

/** How long the notification of an invitation is shown; undefined where none is. */
export function notificationSpan({ state, createdAt }: ImSession): TimeSpan | undefined {
  if (state.status !== 'invited' || state.notification !== 'shown') return undefined;
  return { since: createdAt, until: state.notificationExpiresAt };
}
