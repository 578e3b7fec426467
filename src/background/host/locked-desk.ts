import { callGroups } from '../../model/desk/sender-groups.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { pendingCount, unreadCount } from '../../model/desk/session-lists.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../model/settings.ts';
import type { Policy } from '../../model/policy.ts';
import type { LockView, Overview } from '../../model/workspace.ts';
import type { Login } from '../stream/messaging-port.ts';
import type { AccountCommand } from './desk/open-desk.ts';

/**
 * What is done while the desk is locked: pages keep their interactions up to date, and a view that is covered stores what was typed into
 * it. None of it gives anything away. Every other command is refused, so that a new one is refused unless it is added here.
 */
const ADMITTED = [
  'openInteraction',
  'updateInteraction',
  'closeInteraction',
  'takeInteractionEvents',
  'saveDraft',
] as const satisfies readonly AccountCommand[];

export function isAdmittedWhileLocked(name: AccountCommand): boolean {
  return (ADMITTED as readonly string[]).includes(name);
}

/** What unlocks the desk of an agent who has signed in so. */
export function unlockedBy(login: Login, { signIn }: Pick<Policy, 'signIn'>): LockView['by'] {
  if (!('token' in login)) return 'password';
  return signIn ? 'issuer' : 'page';
}

/** How much waits behind the lock. */
export function lockViewOf(overview: Overview | undefined, by: LockView['by'], nextTryAt: number | undefined): LockView {
  return {
    by,
    pending: pendingCount(overview),
    ringing: callGroups(ringingCalls(overview)).length,
    unread: unreadCount(overview, undefined),
    ...(nextTryAt === undefined ? {} : { nextTryAt }),
  };
}

/** The settings by which a locked desk looks, sounds and notifies. */
export function settingsWhileLocked({
  isSoundOn,
  areDesktopNotificationsOn,
  theme,
  language,
  mainWindow,
  lockAfterMinutes,
}: Settings): Settings {
  return { ...DEFAULT_SETTINGS, isSoundOn, areDesktopNotificationsOn, theme, language, mainWindow, lockAfterMinutes };
}
