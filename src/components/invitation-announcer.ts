import { msg, str } from '@lit/localize';
import type { ImSessionView, Overview } from '../model/workspace.ts';
import { invitationText } from './consultation-text.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { inOneTab } from './in-one-tab.ts';

/** An invitation older than this was announced by the page that was open then. */
const FRESH_MS = 5_000;

/** Makes invitations noticed by whoever isn't looking: by a sound, and on the desktop. */
export class InvitationAnnouncer {
  readonly #announced = new Set<string>();
  readonly #withdrawals = new Map<string, () => void>();

  constructor(private readonly options: { readonly isOnDesktop: () => boolean; readonly onClick: (sessionId: string) => void }) {}

  /** Announces what is new among the invitations, and takes back what is no longer among them. */
  follow(invitations: readonly ImSessionView[], overview: Overview): void {
    for (const session of invitations) {
      if (!this.#announced.has(session.id)) {
        this.#announced.add(session.id);
        this.#announce(session, overview);
      }
    }
    for (const [sessionId, withdraw] of this.#withdrawals) {
      if (!invitations.some((session) => session.id === sessionId)) {
        withdraw();
        this.#withdrawals.delete(sessionId);
      }
    }
  }

  /** Takes everything back from the desktop. */
  stop(): void {
    this.#withdrawals.forEach((withdraw) => withdraw());
    this.#withdrawals.clear();
  }

  #announce(session: ImSessionView, { settings }: Overview): void {
    if (Date.now() - session.createdAt > FRESH_MS) {
      return;
    }
    if (settings.isSoundOn) {
      void inOneTab(`chime ${session.id}`, async () => (await import('./chime.ts')).playChime());
    }
    if (this.options.isOnDesktop() && settings.areDesktopNotificationsOn) {
      const withdraw = showDesktopNotification({
        tag: session.id,
        title: msg(str`Instant message from ${session.peerName}`),
        body: invitationText(session, settings),
        onClick: () => this.options.onClick(session.id),
      });
      if (withdraw) {
        this.#withdrawals.set(session.id, withdraw);
      }
    }
  }
}
