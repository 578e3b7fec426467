import type { LockView, Overview } from '../../model/workspace.ts';
import { lockedNews, waitingText } from '../../words/lock-text.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { inOneTab } from './in-one-tab.ts';

export interface LockedAnnouncerOptions {
  /** Whether the page itself shows desktop notifications. */
  readonly isOnDesktop: () => boolean;
}

/** Tells by a sound and on the desktop that something has come to a locked desk, but neither what it is nor whom it is from. */
export class LockedAnnouncer {
  #before: LockView | undefined;
  #withdraw: (() => void) | undefined;

  constructor(private readonly options: LockedAnnouncerOptions) {}

  follow({ lock, settings, areNotificationsHeld }: Overview): void {
    const before = this.#before;
    this.#before = lock;
    if (!lock) {
      this.stop();
      return;
    }
    const title = before ? lockedNews(before, lock) : '';
    if (lock.pending + lock.unread === 0) this.stop();
    else if (title && !areNotificationsHeld) this.#tell(title, lock, settings);
  }

  /** Takes back what the desktop was told. */
  stop(): void {
    this.#withdraw?.();
    this.#withdraw = undefined;
  }

  #tell(title: string, lock: LockView, { isSoundOn, areDesktopNotificationsOn }: Overview['settings']): void {
    if (isSoundOn && lock.ringing === 0) void inOneTab('chime lock', async () => (await import('./chime.ts')).playChime());

    if (this.options.isOnDesktop() && areDesktopNotificationsOn) {
      this.stop();
      this.#withdraw = showDesktopNotification({ tag: 'locked', title, body: waitingText(lock), onClick: () => undefined });
    }
  }
}
