import { msg, str } from '@lit/localize';
import type { LockView } from '../model/workspace.ts';

/** What waits behind a locked desk, as counts: "2 pending, 1 unread"; empty where nothing waits. */
export function waitingText({ pending, unread }: LockView): string {
  return [...(pending > 0 ? [msg(str`${pending} pending`)] : []), ...(unread > 0 ? [msg(str`${unread} unread`)] : [])].join(', ');
}

/** What a notification says of what has come to a locked desk: nothing of whom it is from, or of what it says. Empty where nothing has come. */
export function lockedNews(before: LockView | undefined, now: LockView): string {
  if (now.ringing > (before?.ringing ?? 0)) return msg('Incoming call');
  const count = ({ pending, ringing, unread }: LockView) => pending - ringing + unread;
  return count(now) > (before ? count(before) : 0) ? msg('New instant message') : '';
}
