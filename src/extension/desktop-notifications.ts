import { msg, str } from '@lit/localize';
import browser, { type Notifications } from 'webextension-polyfill';
import { invitationOutcomes } from '../components/invitation-outcomes.ts';
import { isPending } from '../components/session-lists.ts';
import { sessionEventText } from '../components/session-event-text.ts';
import type { Workspace } from '../channel/workspace.ts';
import type { ImSessionView, Overview } from '../model/workspace.ts';
import type { MainWindow } from './main-window.ts';

/** Time for a view that has the session on screen to say so. */
const UNSEEN_AFTER_MS = 700;

type Kind = 'invitation' | 'message' | 'outcome';

/** The browser knows a notification by what it is about: a worker that was stopped finds its own again. */
const idOf = (kind: Kind, sessionId: string) => `${kind} ${sessionId}`;

/** Desktop notifications from the background, whether or not a view is open. */
export class DesktopNotifications {
  private before: Overview | undefined;
  /** What stands in the browser's notification list, with the kind of each. */
  private readonly shown = new Map<string, 'loud' | 'quiet'>();
  private readonly toldMessages = new Map<string, string | undefined>();

  constructor(
    private readonly workspace: Workspace,
    private readonly mainWindow: MainWindow,
  ) {
    // At once, not after a promise: an event that starts the worker is given to whoever listens in its first turn.
    browser.notifications.onClicked.addListener((id) => void this.open(id));
    browser.notifications.onButtonClicked.addListener((id, button) => void this.answer(id, button));
  }

  /** Goes with the workspace from now on. */
  async start(): Promise<void> {
    for (const id of Object.keys(await browser.notifications.getAll())) this.shown.set(id, 'loud');
    this.workspace.subscribe({ kind: 'overview' }, (overview) => this.follow(overview));
  }

  private follow(overview: Overview): void {
    const { before } = this;
    this.before = overview;
    if (!overview.me) return overview.connection.status === 'signed-out' ? this.withdraw(() => true) : undefined;
    const pending = overview.sessions.filter((session) => isPending(session));
    for (const session of pending) this.tellInvitation(session, overview);
    const unseen = overview.sessions.filter(({ state, unread }) => state.status === 'connected' && unread > 0);
    for (const session of unseen) this.tellMessage(session);
    if (overview.settings.areDesktopNotificationsOn && !overview.areNotificationsHeld) {
      for (const { session, event } of invitationOutcomes(before, overview)) {
        this.show('outcome', session.id, { title: sessionEventText(event, session.peerLogon, 'outgoing'), message: session.peerName });
      }
    }
    const current = new Set([...pending.map(({ id }) => idOf('invitation', id)), ...unseen.map(({ id }) => idOf('message', id))]);
    this.withdraw((id) => !id.startsWith('outcome ') && !current.has(id));
  }

  private tellInvitation(session: ImSessionView, { settings, areNotificationsHeld }: Overview): void {
    if (session.state.status !== 'invited' || !settings.areDesktopNotificationsOn) return;
    const isQuiet = session.state.notification === 'dismissed' || areNotificationsHeld;
    const known = this.shown.get(idOf('invitation', session.id));
    if (known === 'quiet' || (known === 'loud' && !isQuiet)) return;
    // Held back by Do Not Disturb, or missed: on the badge only until it was announced once.
    if (known === undefined && isQuiet) return;
    this.show('invitation', session.id, {
      title: msg(str`Instant message from ${session.peerName}`),
      message: (settings.isTextOnDesktop && session.initialMessage) || session.peerLogon,
      ...(isQuiet ? {} : { buttons: [{ title: msg('Accept') }, { title: msg('Reject') }] }),
    }, isQuiet);
  }

  private tellMessage(session: ImSessionView): void {
    const newest = session.lastReceivedId;
    if (this.toldMessages.get(session.id) === newest) return;
    this.toldMessages.set(session.id, newest);
    setTimeout(() => {
      if (!this.before) return;
      const { sessions, settings, areNotificationsHeld } = this.before;
      const now = sessions.find(({ id }) => id === session.id);
      if (!now?.unread || now.lastReceivedId !== newest || areNotificationsHeld || !settings.areDesktopNotificationsOn) return;
      if (!settings.isTextOnDesktop) return this.show('message', session.id, { title: msg(str`New message from ${session.peerName}`), message: session.peerLogon });
      const stop = this.workspace.subscribe({ kind: 'transcript', sessionId: session.id, last: 1 }, ({ entries }) => {
        stop();
        const last = entries.at(-1);
        this.show('message', session.id, { title: session.peerName, message: last?.kind === 'message' ? last.body.slice(0, 200) : session.peerLogon });
      });
    }, UNSEEN_AFTER_MS);
  }

  private show(kind: Kind, sessionId: string, content: Pick<Notifications.CreateNotificationOptions, 'title' | 'message'> & { buttons?: { title: string }[] }, isQuiet = false): void {
    const id = idOf(kind, sessionId);
    this.shown.set(id, isQuiet ? 'quiet' : 'loud');
    // Firefox knows neither buttons nor silence, and refuses what it doesn't know.
    const { buttons, ...common } = content;
    const extras = isChromium() ? { silent: isQuiet, ...(buttons ? { buttons, requireInteraction: true } : {}) } : {};
    void browser.notifications.create(id, { type: 'basic', iconUrl: browser.runtime.getURL('icon-128.png'), ...common, ...extras } as Notifications.CreateNotificationOptions);
  }

  private withdraw(isOver: (id: string) => boolean): void {
    for (const id of this.shown.keys()) {
      if (!isOver(id)) continue;
      this.shown.delete(id);
      void browser.notifications.clear(id);
    }
  }

  private async open(id: string): Promise<void> {
    this.withdraw((shown) => shown === id);
    void browser.notifications.clear(id);
    await this.mainWindow.showInteraction(sessionOf(id));
  }

  private async answer(id: string, button: number): Promise<void> {
    const sessionId = sessionOf(id);
    const isAccepting = button === 0;
    await this.workspace.commands[isAccepting ? 'accept' : 'reject']({ sessionId });
    if (isAccepting) await this.mainWindow.showInteraction(sessionId);
  }
}

function sessionOf(notificationId: string): string {
  return notificationId.slice(notificationId.indexOf(' ') + 1);
}

function isChromium(): boolean {
  return browser.runtime.getURL('').startsWith('chrome-extension:');
}
