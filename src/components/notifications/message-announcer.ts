import { msg, str } from '@lit/localize';
import { firstSlice } from '../../channel/first-slice.ts';
import type { Workspace } from '../../channel/workspace.ts';
import type { SessionId } from '../../model/ids.ts';
import { cutText } from '../../model/text/cut-text.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import { playChime } from './chime.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { inOneTab } from './in-one-tab.ts';

/** How long a view that has the session on screen may take to say so, before the message counts as unseen. */
const UNSEEN_AFTER_MS = 700;
/** A colleague who writes again and again makes a sound no more often than this. */
const QUIET_MS = 10_000;
const MOST_TEXT = 200;

export interface MessageNewsOptions {
  readonly isOnDesktop: () => boolean;
  readonly onClick: (sessionId: SessionId) => void;
}

/** Draws the agent's attention to messages that no view shows, by a sound and by desktop notifications, one for each session. */
export class MessageAnnouncer {
  readonly #timers = new Map<SessionId, ReturnType<typeof setTimeout>>();
  readonly #withdrawals = new Map<SessionId, () => void>();
  readonly #heardAt = new Map<SessionId, number>();
  #now: Overview | undefined;

  constructor(
    private readonly workspace: Workspace,
    private readonly options: MessageNewsOptions,
  ) {}

  /** Announces what has come since before, and takes back what was seen. Without a desk before, nothing is news. */
  follow(overview: Overview, before: Overview | undefined): void {
    this.#now = overview;
    const unseen = overview.sessions.filter(({ state, unread }) => state.status === 'connected' && unread > 0);
    for (const session of unseen) {
      const known = before?.sessions.find(({ id }) => id === session.id);
      if (before && known?.lastReceivedId !== session.lastReceivedId) this.#announceLater(session);
    }
    for (const [id, withdraw] of this.#withdrawals) {
      if (unseen.some((session) => session.id === id)) continue;
      withdraw();
      this.#withdrawals.delete(id);
    }
  }

  /** Takes everything back from the desktop. */
  stop(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    this.#withdrawals.forEach((withdraw) => withdraw());
    this.#withdrawals.clear();
  }

  #announceLater({ id }: ImSessionView): void {
    if (this.#timers.has(id)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      const session = this.#now?.sessions.find((other) => other.id === id);
      if (session && session.unread > 0 && !this.#now?.areNotificationsHeld) void this.#announce(session, this.#now?.settings);
    }, UNSEEN_AFTER_MS);
    this.#timers.set(id, timer);
  }

  async #announce({ id, peerName, peerLogon, lastReceivedId }: ImSessionView, settings: Overview['settings'] | undefined): Promise<void> {
    if (settings?.isSoundOn && performance.now() - (this.#heardAt.get(id) ?? -Infinity) >= QUIET_MS) {
      this.#heardAt.set(id, performance.now());
      void inOneTab(`chime ${lastReceivedId ?? id}`, playChime);
    }
    if (!this.options.isOnDesktop() || !settings?.areDesktopNotificationsOn) return;
    const last = settings.isTextOnDesktop
      ? (await firstSlice(this.workspace, { kind: 'transcript', sessionId: id, last: 1 })).entries.at(-1)
      : undefined;
    const withdraw = showDesktopNotification({
      tag: `message ${id}`,
      title: last ? peerName : msg(str`New message from ${peerName}`),
      body: last?.kind === 'message' ? cutText(last.body, MOST_TEXT) : peerLogon,
      onClick: () => this.options.onClick(id),
    });
    if (withdraw) this.#withdrawals.set(id, withdraw);
  }
}
