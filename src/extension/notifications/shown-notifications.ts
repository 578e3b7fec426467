import { msg } from '@lit/localize';
import type { Notifications } from 'webextension-polyfill';
import { Turn } from '../../model/turn.ts';
import { isChromium } from './is-chromium.ts';
import { type NotificationRef, notificationIdOf } from './notification-ref.ts';
import { ToldNotifications } from './told-notifications.ts';

/**
 * How long a notification stands before Firefox can replace it. One that is shown earlier under the same id is dropped, and the older one
 * stays.
 */
const SHOWN_ANEW_AFTER_MS = 1_000;

/** Chromium can change a notification that stands; Firefox, and so the polyfill's types, doesn't know how. */
interface WithUpdate {
  update(id: string, options: { title?: string; message?: string; silent: boolean; requireInteraction?: boolean }): Promise<boolean>;
}
const hasUpdate = (api: object): api is WithUpdate => 'update' in api;

export type Content = Pick<Notifications.CreateNotificationOptions, 'title' | 'message'>;

/** The notifications that stand on the desktop. What each was told is kept, so that a background that was stopped doesn't tell it again. */
export class ShownNotifications {
  /** For invitations and calls, whether the desktop was told loud or quiet, and how many they were; for messages, the newest one's id. */
  readonly #told = new ToldNotifications();
  /** The browser is told one thing after the other: it can neither change nor take away a notification that it is still making. */
  readonly #desktop = new Turn();
  readonly #shownAt = new Map<string, number>();

  /** Reads what an earlier background has told. */
  load(): Promise<void> {
    return this.#told.load();
  }

  told(ref: NotificationRef): string | undefined {
    return this.#told.get(notificationIdOf(ref));
  }

  /** Keeps what the agent knows without a notification. */
  note(ref: NotificationRef, what: string): void {
    this.#told.set(notificationIdOf(ref), what);
  }

  /** @param count how many invitations or calls it stands for */
  show(ref: NotificationRef, what: string, content: Content, count = 1): void {
    const id = notificationIdOf(ref);
    this.#told.set(id, what);
    // Firefox has no buttons on notifications, and refuses options that it doesn't know.
    const answers = {
      buttons: [{ title: msg('Accept') }, { title: count > 1 ? msg('Reject All') : msg('Reject') }],
      requireInteraction: true,
    };
    const extras = (ref.about === 'invitation' || ref.about === 'call') && isChromium() ? answers : {};
    this.#shownAt.set(id, performance.now());
    void this.#desktop.take(() =>
      browser.notifications.create(id, {
        type: 'basic',
        iconUrl: browser.runtime.getURL('icon-128.png'),
        ...content,
        ...extras,
      } as Notifications.CreateNotificationOptions),
    );
  }

  /** Changes one that stands, without a sound. @returns whether the browser can */
  change(ref: NotificationRef, what: string, content: Content): boolean {
    const { notifications } = browser;
    if (!hasUpdate(notifications)) return false;
    this.note(ref, what);
    void this.#desktop.take(() => notifications.update(notificationIdOf(ref), { ...content, silent: true }));
    return true;
  }

  /** How long it takes until one that stands can be shown anew. */
  msUntilShownAnew(ref: NotificationRef): number {
    return (this.#shownAt.get(notificationIdOf(ref)) ?? -Infinity) + SHOWN_ANEW_AFTER_MS - performance.now();
  }

  /**
   * Makes one quiet, which leaves it in the list of the browser or the desktop. In Firefox nothing is done, because it would be shown anew,
   * with its sound.
   */
  quieten(ref: NotificationRef, what: string): void {
    this.note(ref, what);
    const { notifications } = browser;
    if (hasUpdate(notifications))
      void this.#desktop.take(() => notifications.update(notificationIdOf(ref), { silent: true, requireInteraction: false }));
  }

  /** Takes all others from the desktop. */
  keepOnly(kept: readonly NotificationRef[]): void {
    const ids = new Set(kept.map(notificationIdOf));
    for (const id of this.#told.ids()) {
      if (ids.has(id)) continue;
      this.#told.delete(id);
      this.#shownAt.delete(id);
      void this.#desktop.take(() => browser.notifications.clear(id));
    }
  }
}
