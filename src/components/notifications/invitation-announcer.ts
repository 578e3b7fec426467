import type { ImSessionView, Overview } from '../../model/workspace.ts';
import { invitationText } from '../../words/consultation-text.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { inOneTab } from './in-one-tab.ts';
import { invitationsTitle } from '../../words/sender-count-text.ts';
import { invitationGroups, type SenderGroup } from '../../model/desk/sender-groups.ts';
import type { SessionId } from '../../model/ids.ts';

/** An invitation older than this was announced already, by a page that was open then. */
const FRESH_MS = 5_000;
/** A sender who asks again and again makes a sound no more often than this. */
const QUIET_MS = 10_000;

/** Draws the agent's attention to invitations by a sound and by desktop notifications, one for each sender. */
export class InvitationAnnouncer {
  readonly #announced = new Set<string>();
  readonly #withdrawals = new Map<string, () => void>();
  readonly #heardAt = new Map<string, number>();

  constructor(private readonly options: { readonly isOnDesktop: () => boolean; readonly onClick: (sessionId: SessionId) => void }) {}

  /** Announces what is new among the invitations, and takes back what is no longer among them. */
  follow(invitations: readonly ImSessionView[], overview: Overview): void {
    const groups = invitationGroups(invitations);
    for (const group of groups) {
      const fresh = group.all.filter(({ id }) => !this.#announced.has(id));
      fresh.forEach(({ id }) => this.#announced.add(id));
      if (fresh.some(({ createdAt }) => Date.now() - createdAt <= FRESH_MS)) this.#announce(group, overview);
    }
    for (const [sender, withdraw] of this.#withdrawals) {
      if (!groups.some(({ key }) => key === sender)) {
        withdraw();
        this.#withdrawals.delete(sender);
      }
    }
  }

  /** Takes everything back from the desktop. */
  stop(): void {
    this.#withdrawals.forEach((withdraw) => withdraw());
    this.#withdrawals.clear();
  }

  #announce(group: SenderGroup<ImSessionView>, { settings }: Overview): void {
    const { key, shown } = group;
    if (performance.now() - (this.#heardAt.get(key) ?? -Infinity) < QUIET_MS) return;

    this.#heardAt.set(key, performance.now());
    if (settings.isSoundOn) void inOneTab(`chime ${shown.id}`, async () => (await import('./chime.ts')).playChime());

    if (this.options.isOnDesktop() && settings.areDesktopNotificationsOn) {
      // The notification takes the place of the sender's earlier one, because the tag is the same.
      const withdraw = showDesktopNotification({
        tag: `invitations ${key}`,
        title: invitationsTitle(group),
        body: invitationText(shown, settings),
        onClick: () => this.options.onClick(shown.id),
      });
      if (withdraw) this.#withdrawals.set(key, withdraw);
    }
  }
}
