import { msg, str } from '@lit/localize';
import browser, { type Notifications } from 'webextension-polyfill';
import { tabOfCall } from '../components/call-answers.ts';
import { ringingCalls } from '../components/call-lists.ts';
import { callOutcomeText, heldContactText } from '../components/call-outcome-text.ts';
import { callOutcomes } from '../components/call-outcomes.ts';
import { invitationText } from '../components/consultation-text.ts';
import { invitationOutcomes } from '../components/invitation-outcomes.ts';
import { ringingDesktopText } from '../components/ringing-text.ts';
import { isPending } from '../components/session-lists.ts';
import { sessionEventText } from '../components/session-event-text.ts';
import { knownOverview } from '../channel/known-overview.ts';
import type { Workspace } from '../channel/workspace.ts';
import { contactTabId } from '../components/interaction-tabs.ts';
import { interactionOfCall, type VoiceCallView } from '../model/voice-call.ts';
import type { ImSessionView, Overview } from '../model/workspace.ts';
import type { MainWindow } from './main-window.ts';
import { ToldNotifications } from './told-notifications.ts';

/** Time for a view that has the session on screen to say so. */
const UNSEEN_AFTER_MS = 700;

/** Chromium can change a notification that stands; Firefox, and so the polyfill's types, doesn't know how. */
interface WithUpdate {
  update(id: string, options: { silent: boolean; requireInteraction: boolean }): Promise<boolean>;
}
const hasUpdate = (api: object): api is WithUpdate => 'update' in api;

type Kind = 'invitation' | 'message' | 'outcome' | 'call' | 'call-outcome';

/** The browser knows a notification by what it is about: a worker that was stopped finds its own again. */
const idOf = (kind: Kind, sessionOrCallId: string) => `${kind} ${sessionOrCallId}`;

/** Desktop notifications from the background, whether or not a view is open. */
export class DesktopNotifications {
  private before: Overview | undefined;
  /** Of an invitation whether loud or quiet, of messages the newest one's id. */
  private readonly told = new ToldNotifications();

  constructor(
    private readonly workspace: Workspace,
    private readonly mainWindow: MainWindow,
  ) {
    // At once, not after a promise: an event that starts the worker is given to whoever listens in its first turn.
    browser.notifications.onClicked.addListener((id) => void this.open(id));
    browser.notifications.onButtonClicked.addListener((id, button) => void this.answer(id, button));
    browser.notifications.onClosed.addListener((id, isByAgent) => isByAgent && this.dismiss(id));
  }

  /** Goes with the workspace from now on. */
  async start(): Promise<void> {
    await this.told.load();
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
    const ringing = ringingCalls(overview);
    for (const call of ringing) this.tellCall(call, overview);
    if (overview.settings.areDesktopNotificationsOn && !overview.areNotificationsHeld) {
      for (const outcome of callOutcomes(before, overview)) {
        const text = overview.settings.isTextOnDesktop || outcome.call.party.kind === 'colleague';
        if (text) this.show('call-outcome', outcome.call.id, outcome.event, { title: callOutcomeText(outcome), message: heldContactText(outcome, overview) || outcome.call.peerName });
      }
      for (const { session, event } of invitationOutcomes(before, overview)) {
        this.show('outcome', session.id, event, { title: sessionEventText(event, session.peerLogon, 'outgoing'), message: session.peerName });
      }
    }
    const current = new Set([
      ...pending.map(({ id }) => idOf('invitation', id)),
      ...unseen.map(({ id }) => idOf('message', id)),
      ...overview.sessions.map(({ id }) => idOf('outcome', id)),
      ...ringing.map(({ id }) => idOf('call', id)),
      ...overview.calls.map(({ id }) => idOf('call-outcome', id)),
    ]);
    this.withdraw((id) => !current.has(id));
  }

  private tellInvitation(session: ImSessionView, { settings, areNotificationsHeld }: Overview): void {
    if (session.state.status !== 'invited' || !settings.areDesktopNotificationsOn) return;
    const isQuiet = session.state.notification === 'dismissed' || areNotificationsHeld;
    const id = idOf('invitation', session.id);
    const told = this.told.get(id);
    if (isQuiet && told === 'loud') return this.quieten(id);
    // Held back by Do Not Disturb, or missed: on the badge only until it was announced once.
    if (isQuiet || told !== undefined) return;
    this.show('invitation', session.id, 'loud', {
      title: msg(str`Instant message from ${session.peerName}`),
      message: invitationText(session, settings),
    });
  }

  /** It rings whether notifications are held back or not, but then nothing pops up. */
  private tellCall(call: VoiceCallView, overview: Overview): void {
    const { settings, areNotificationsHeld } = overview;
    if (!settings.areDesktopNotificationsOn || areNotificationsHeld || this.told.get(idOf('call', call.id)) !== undefined) return;
    const { title, body } = ringingDesktopText(call, overview, settings);
    this.show('call', call.id, 'loud', { title, message: body });
  }

  private tellMessage(session: ImSessionView): void {
    const newest = session.lastReceivedId;
    const id = idOf('message', session.id);
    if (newest === undefined || this.told.get(id) === newest) return;
    this.told.set(id, newest);
    setTimeout(() => {
      if (!this.before) return;
      const { sessions, settings, areNotificationsHeld } = this.before;
      const now = sessions.find(({ id }) => id === session.id);
      if (!now?.unread || now.lastReceivedId !== newest || areNotificationsHeld || !settings.areDesktopNotificationsOn) return;
      if (!settings.isTextOnDesktop) return this.show('message', session.id, newest, { title: msg(str`New message from ${session.peerName}`), message: session.peerLogon });
      const stop = this.workspace.subscribe({ kind: 'transcript', sessionId: session.id, last: 1 }, ({ entries }) => {
        stop();
        const last = entries.at(-1);
        this.show('message', session.id, newest, { title: session.peerName, message: last?.kind === 'message' ? last.body.slice(0, 200) : session.peerLogon });
      });
    }, UNSEEN_AFTER_MS);
  }

  private show(kind: Kind, sessionId: string, what: string, content: Pick<Notifications.CreateNotificationOptions, 'title' | 'message'>): void {
    const id = idOf(kind, sessionId);
    this.told.set(id, what);
    // Firefox has no buttons, and refuses what it doesn't know.
    const answers = { buttons: [{ title: msg('Accept') }, { title: msg('Reject') }], requireInteraction: true };
    const extras = (kind === 'invitation' || kind === 'call') && isChromium() ? answers : {};
    void browser.notifications.create(id, { type: 'basic', iconUrl: browser.runtime.getURL('icon-128.png'), ...content, ...extras } as Notifications.CreateNotificationOptions);
  }

  /** It stays in the browser's list. Firefox leaves it to the desktop: shown again, it would be loud again. */
  private quieten(id: string): void {
    this.told.set(id, 'quiet');
    const { notifications } = browser;
    if (hasUpdate(notifications)) void notifications.update(id, { silent: true, requireInteraction: false });
  }

  private withdraw(isOver: (id: string) => boolean): void {
    for (const id of this.told.ids()) {
      if (!isOver(id)) continue;
      this.told.delete(id);
      void browser.notifications.clear(id);
    }
  }

  /** Where the notification has no buttons, the main window's has them. */
  private async open(id: string): Promise<void> {
    void browser.notifications.clear(id);
    if (isOfCall(id)) return this.openCall(id);
    const isAsking = id.startsWith('invitation ') && !isChromium();
    await this.mainWindow[isAsking ? 'showInvitation' : 'showInteraction'](sessionOf(id));
  }

  /** Firefox says that the agent closed it whenever it goes, by itself too. */
  private dismiss(id: string): void {
    if (isChromium() && id.startsWith('invitation ')) void this.workspace.commands.dismissNotification({ sessionId: sessionOf(id) });
  }

  /** A call that rings is answered by the main window's notification; of one that is over its interaction is shown. */
  private async openCall(id: string): Promise<void> {
    const callId = sessionOf(id);
    const { calls } = await knownOverview(this.workspace);
    const call = calls.find((one) => one.id === callId);
    if (call?.state.status === 'invited') await this.mainWindow.showInvitation(callId);
    else if (call) await this.mainWindow.showInteraction(tabOfCall(call));
  }

  private async answer(id: string, button: number): Promise<void> {
    const sessionId = sessionOf(id);
    const isAccepting = button === 0;
    if (isOfCall(id)) {
      // A press may have started the background: what it doesn't know yet, the answer says.
      const result = await this.workspace.commands[isAccepting ? 'acceptCall' : 'rejectCall']({ callId: sessionId });
      if (isAccepting && !result.refused) await this.mainWindow.showInteraction(result.sessionId ?? contactTabId(interactionOfCall(sessionId)));
      return;
    }
    await this.workspace.commands[isAccepting ? 'accept' : 'reject']({ sessionId });
    if (isAccepting) await this.mainWindow.showInteraction(sessionId);
  }
}

function sessionOf(notificationId: string): string {
  return notificationId.slice(notificationId.indexOf(' ') + 1);
}

function isOfCall(notificationId: string): boolean {
  return notificationId.startsWith('call');
}

function isChromium(): boolean {
  return browser.runtime.getURL('').startsWith('chrome-extension:');
}
