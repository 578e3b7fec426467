import { msg, str } from '@lit/localize';
import browser, { type Notifications } from 'webextension-polyfill';
import { tabOfCall } from '../../components/call/call-answers.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { callOutcomeText, heldContactText } from '../../words/call-outcome-text.ts';
import { lockedNews, waitingText } from '../../words/lock-text.ts';
import { callOutcomeOf, type CallOutcome } from '../../model/desk/call-outcomes.ts';
import { invitationText } from '../../words/consultation-text.ts';
import { type Happening, NewHappenings } from '../../model/desk/happening.ts';
import { invitationOutcomeOf } from '../../model/desk/invitation-outcomes.ts';
import { ringingDesktopText } from '../../words/ringing-text.ts';
import { callsTitle, invitationsTitle } from '../../words/sender-count-text.ts';
import { callGroups, invitationGroups, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import { sessionEventText } from '../../words/session-event-text.ts';
import { knownOverview } from '../../channel/known-overview.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { contactTabId } from '../../model/desk/interaction-tabs.ts';
import { type VoiceCallView } from '../../model/call/voice-call.ts';
import type { ImSessionView, LockView, Overview } from '../../model/workspace.ts';
import { Turn } from '../../model/turn.ts';
import type { MainWindow } from '../main-window.ts';
import { ToldNotifications } from './told-notifications.ts';
import { interactionOfCall, type SessionId } from '../../model/ids.ts';

/** How long a view that has the session on screen may take to say so, before the message counts as unseen. */
const UNSEEN_AFTER_MS = 700;
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

type Content = Pick<Notifications.CreateNotificationOptions, 'title' | 'message'>;
type Kind = 'invitation' | 'message' | 'outcome' | 'call' | 'call-outcome' | 'locked';

/**
 * The id under which the browser knows a notification. It says what the notification is about, so that a worker that was stopped finds its
 * own again.
 */
const idOf = (kind: Kind, sessionOrCallId: string) => `${kind} ${sessionOrCallId}`;

/** The id of the notification that says that something has come to a locked desk. */
const LOCKED_ID = idOf('locked', 'desk');

/** Desktop notifications from the background, whether or not a view is open. */
export class DesktopNotifications {
  /** The desk as it was last, unlocked. A locked one shows nothing that could be compared. */
  #before: Overview | undefined;
  #isLocked = false;
  /**
   * What the desktop was told. For invitations and calls, that is whether it was told loud or quiet, and how many they were; for messages,
   * the newest one's id.
   */
  readonly #told = new ToldNotifications();
  /**
   * By its notification's id, the newest message of which this background has waited whether a view shows it. It isn't stored: a background
   * that is stopped meanwhile waits again when it is back.
   */
  readonly #waitedFor = new Map<string, string>();
  /** The browser is told one thing after the other: it can neither change nor take away a notification that it is still making. */
  readonly #desktop = new Turn();
  readonly #shownAt = new Map<string, number>();
  #tellingLater: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly workspace: Workspace,
    private readonly mainWindow: MainWindow,
  ) {
    // The listeners are added at once, not after a promise, because an event that starts the worker is given only to those of its first
    // turn.
    browser.notifications.onClicked.addListener((id) => void this.#open(id));
    browser.notifications.onButtonClicked.addListener((id, button) => void this.#answer(id, button));
    browser.notifications.onClosed.addListener((id, isByAgent) => isByAgent && this.#dismiss(id));
  }

  /** Begins to follow the workspace. */
  async start(): Promise<void> {
    await this.#told.load();
    this.workspace.subscribe({ kind: 'overview' }, (overview) => this.#follow(overview));
    const fresh = new NewHappenings();
    this.workspace.subscribe({ kind: 'happenings' }, (recent) => {
      for (const happening of fresh.in(recent)) this.#tellOutcome(happening);
    });
  }

  /** Tells what has become of an own invitation, or of a call. What happened behind the lock is told after it. */
  #tellOutcome(happening: Happening): void {
    const overview = this.#before;
    if (!overview?.settings.areDesktopNotificationsOn || overview.areNotificationsHeld) return;
    const invitation = invitationOutcomeOf(happening);
    if (invitation) {
      const { sessionId, event, peerLogon, peerName } = invitation;
      this.#show('outcome', sessionId, event, { title: sessionEventText(event, peerLogon, 'outgoing'), message: peerName });
    }
    const call = callOutcomeOf(happening, overview.interactions);
    if (call) this.#tellCallOutcome(call, overview);
  }

  #tellCallOutcome(outcome: CallOutcome, overview: Overview): void {
    const { call, event } = outcome;
    if (!overview.settings.isTextOnDesktop && call.party.kind === 'contact') return;
    const message = heldContactText(outcome, overview) || call.peerName;
    this.#show('call-outcome', call.id, event, { title: callOutcomeText(outcome), message });
  }

  #follow(overview: Overview): void {
    if (overview.lock) return this.#followLocked(overview.lock, overview);
    this.#before = overview;
    this.#isLocked = false;
    if (!overview.me) return overview.connection.status === 'signed-out' ? this.#withdraw(() => true) : undefined;
    const pending = overview.sessions.filter((session) => isPending(session));
    const invitations = invitationGroups(pending);
    for (const group of invitations) this.#tellInvitations(group, overview);
    const unseen = overview.sessions.filter(({ state, unread }) => state.status === 'connected' && unread > 0);
    for (const session of unseen) this.#tellMessage(session);
    const ringing = ringingCalls(overview);
    const callers = callGroups(ringing);
    for (const group of callers) this.#tellCalls(group, overview);
    const current = new Set([
      ...invitations.map((group) => this.#idOfGroup('invitation', group)),
      ...unseen.map(({ id }) => idOf('message', id)),
      ...overview.sessions.map(({ id }) => idOf('outcome', id)),
      ...callers.map((group) => this.#idOfGroup('call', group)),
      ...overview.calls.map(({ id }) => idOf('call-outcome', id)),
    ]);
    this.#withdraw((id) => !current.has(id));
  }

  /**
   * Says, of a locked desk, only that something has come and how much waits. Earlier notifications are taken back, and shown again after
   * the lock if what they are about still waits.
   */
  #followLocked(lock: LockView, { settings, areNotificationsHeld }: Overview): void {
    this.#isLocked = true;
    const { pending, ringing, unread } = lock;
    const told = this.#told.get(LOCKED_ID)?.split(' ').map(Number);
    // What had come before the lock isn't news, because it was told at that time.
    const before = told ? { ...lock, pending: told[0] ?? 0, ringing: told[1] ?? 0, unread: told[2] ?? 0 } : lock;
    this.#withdraw((id) => id !== LOCKED_ID || pending + unread === 0);
    const counts = `${pending} ${ringing} ${unread}`;
    const title = lockedNews(before, lock);
    if (!title || areNotificationsHeld || !settings.areDesktopNotificationsOn) this.#told.set(LOCKED_ID, counts);
    else this.#show('locked', 'desk', counts, { title, message: waitingText(lock) });
  }

  /** Shows one notification for each sender, with a count, so that a sender who asks again and again pops up no more often. */
  #tellInvitations(group: SenderGroup<ImSessionView>, { settings, areNotificationsHeld }: Overview): void {
    if (!settings.areDesktopNotificationsOn) return;
    const { all, shown } = group;
    const id = this.#idOfGroup('invitation', group);
    const told = this.#told.get(id);
    // Invitations that Do Not Disturb holds back, or whose notification was dismissed, are counted on the badge only, and a notification
    // that stands already becomes quiet.
    if (areNotificationsHeld || all.every(({ state }) => state.status === 'invited' && state.notification === 'dismissed')) {
      if (told?.startsWith('loud')) this.#quieten(id, all.length);
      return;
    }
    this.#tellCount('invitation', group, { title: invitationsTitle(group), message: invitationText(shown, settings) });
  }

  /** Shows the calls that ring. While notifications are held back nothing pops up, although the call rings all the same. */
  #tellCalls(group: SenderGroup<VoiceCallView>, overview: Overview): void {
    const { settings, areNotificationsHeld } = overview;
    if (!settings.areDesktopNotificationsOn || areNotificationsHeld) return;
    const { title, body } = ringingDesktopText(group.shown, overview, settings);
    this.#tellCount('call', group, { title: callsTitle(group) || title, message: body });
  }

  /**
   * Shows a notification of the group, or writes the new count into the one that stands. Firefox can't change one and shows it anew, with
   * its sound, so that this is done only when the count has doubled.
   */
  #tellCount(kind: 'invitation' | 'call', group: SenderGroup<ImSessionView> | SenderGroup<VoiceCallView>, content: Content): void {
    const id = this.#idOfGroup(kind, group);
    const count = group.all.length;
    const [how, told = '0'] = this.#told.get(id)?.split(' ') ?? [];
    const { notifications } = browser;
    if (how === undefined || (how === 'quiet' && count > Number(told)))
      return this.#show(kind, sessionOf(id), `loud ${count}`, content, count);
    if (how === 'quiet' || count === Number(told)) return;
    if (hasUpdate(notifications)) {
      this.#told.set(id, `loud ${count}`);
      void this.#desktop.take(() => notifications.update(id, { ...content, silent: true }));
    } else if (count >= 2 * Number(told)) {
      const waitMs = (this.#shownAt.get(id) ?? -Infinity) + SHOWN_ANEW_AFTER_MS - performance.now();
      if (waitMs > 0) this.#tellLater(waitMs);
      else this.#show(kind, sessionOf(id), `loud ${count}`, content, count);
    }
  }

  #tellLater(waitMs: number): void {
    this.#tellingLater ??= setTimeout(() => {
      this.#tellingLater = undefined;
      // While the desk is locked, nothing about it may be shown.
      if (this.#before && !this.#isLocked) this.#follow(this.#before);
    }, waitMs);
  }

  /**
   * The id of a group's notification. It is made from the group's item that was told first, and stays the same while others come, so that a
   * press on it can be traced back.
   */
  #idOfGroup(kind: 'invitation' | 'call', { all, shown }: SenderGroup<{ readonly id: string }>): string {
    return idOf(kind, (all.find(({ id }) => this.#told.get(idOf(kind, id)) !== undefined) ?? shown).id);
  }

  #tellMessage(session: ImSessionView): void {
    const newest = session.lastReceivedId;
    const id = idOf('message', session.id);
    if (newest === undefined || this.#told.get(id) === newest || this.#waitedFor.get(id) === newest) return;
    this.#waitedFor.set(id, newest);
    setTimeout(() => {
      if (!this.#before || this.#isLocked) return;
      const { sessions, settings, areNotificationsHeld } = this.#before;
      const now = sessions.find(({ id }) => id === session.id);
      if (!now?.unread || now.lastReceivedId !== newest || areNotificationsHeld || !settings.areDesktopNotificationsOn) return;
      if (!settings.isTextOnDesktop) {
        return this.#show('message', session.id, newest, {
          title: msg(str`New message from ${session.peerName}`),
          message: session.peerLogon,
        });
      }
      const stop = this.workspace.subscribe({ kind: 'transcript', sessionId: session.id, last: 1 }, ({ entries }) => {
        stop();
        if (this.#isLocked) return;
        const last = entries.at(-1);
        this.#show('message', session.id, newest, {
          title: session.peerName,
          message: last?.kind === 'message' ? last.body.slice(0, 200) : session.peerLogon,
        });
      });
    }, UNSEEN_AFTER_MS);
  }

  #show(kind: Kind, sessionOrCallId: string, what: string, content: Content, count = 1): void {
    const id = idOf(kind, sessionOrCallId);
    this.#told.set(id, what);
    // Firefox has no buttons on notifications, and refuses options that it doesn't know.
    const answers = {
      buttons: [{ title: msg('Accept') }, { title: count > 1 ? msg('Reject All') : msg('Reject') }],
      requireInteraction: true,
    };
    const extras = (kind === 'invitation' || kind === 'call') && isChromium() ? answers : {};
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

  /**
   * Makes a notification quiet, which leaves it in the list of the browser or the desktop. In Firefox nothing is done, because it would be
   * shown anew, with its sound.
   */
  #quieten(id: string, count: number): void {
    this.#told.set(id, `quiet ${count}`);
    const { notifications } = browser;
    if (hasUpdate(notifications)) void this.#desktop.take(() => notifications.update(id, { silent: true, requireInteraction: false }));
  }

  #withdraw(isOver: (id: string) => boolean): void {
    for (const id of [...this.#waitedFor.keys()]) if (isOver(id)) this.#waitedFor.delete(id);
    for (const id of this.#told.ids()) {
      if (!isOver(id)) continue;
      this.#told.delete(id);
      this.#shownAt.delete(id);
      void this.#desktop.take(() => browser.notifications.clear(id));
    }
  }

  /** Follows a press on a notification. Where it has no buttons, the main window shows its own notification, which has them. */
  async #open(id: string): Promise<void> {
    void browser.notifications.clear(id);
    if (this.#isLocked || id === LOCKED_ID) return this.mainWindow.open();
    if (isOfCall(id)) return this.#openCall(id);
    const isAsking = id.startsWith('invitation ') && !isChromium();
    await this.mainWindow[isAsking ? 'showInvitation' : 'showInteraction'](this.#invitationsWith(sessionOf(id))?.shown.id ?? sessionOf(id));
  }

  /** Notes that the agent has closed a notification. Firefox is left out, because it says so also when the notification goes by itself. */
  #dismiss(id: string): void {
    if (!isChromium() || !id.startsWith('invitation ')) return;
    const ids = this.#invitationsWith(sessionOf(id))?.all.map((session) => session.id) ?? [sessionOf(id)];
    for (const sessionId of ids) void this.workspace.commands.dismissNotification({ sessionId });
  }

  /**
   * Follows a press on a call's notification. If the call rings, the main window shows its notification, by which it is answered. If it
   * doesn't, the main window shows its interaction.
   */
  async #openCall(id: string): Promise<void> {
    const callId = sessionOf(id);
    const { calls } = await knownOverview(this.workspace);
    const call = calls.find((one) => one.id === callId);
    if (call?.state.status === 'invited') await this.mainWindow.showInvitation(callId);
    else if (call) await this.mainWindow.showInteraction(tabOfCall(call));
  }

  /**
   * Follows a press on a button. The notification may have come to stand for several calls or invitations: *Accept* is for the one that it
   * shows, *Reject* is for all of them.
   */
  async #answer(id: string, button: number): Promise<void> {
    if (this.#isLocked) return this.mainWindow.open();
    const isAccepting = button === 0;
    const { commands } = this.workspace;
    if (isOfCall(id)) {
      const calls = callGroups(ringingCalls(this.#before)).find(({ all }) => all.some((call) => call.id === sessionOf(id)));
      const callId = calls?.shown.id ?? sessionOf(id);
      if (!isAccepting && calls && calls.all.length > 1)
        return void (await commands.rejectAll(isOfSeveralContacts(calls) ? {} : { target: calls.shown.peer }));
      // The press may have started this background, which doesn't know the call yet. The answer says to which session it belongs.
      const result = await commands[isAccepting ? 'acceptCall' : 'rejectCall']({ callId });
      if (isAccepting && !result.refused)
        await this.mainWindow.showInteraction(result.sessionId ?? contactTabId(interactionOfCall(callId)));
      return;
    }
    const invitations = this.#invitationsWith(sessionOf(id));
    const sessionId = invitations?.shown.id ?? sessionOf(id);
    if (!isAccepting && invitations && invitations.all.length > 1)
      return void (await commands.rejectAll({ target: invitations.shown.peer }));
    await commands[isAccepting ? 'accept' : 'reject']({ sessionId });
    if (isAccepting) await this.mainWindow.showInteraction(sessionId);
  }

  /** The group of a sender's invitations to which this one belongs. */
  #invitationsWith(sessionId: SessionId): SenderGroup<ImSessionView> | undefined {
    return invitationGroups(this.#before?.sessions.filter(isPending) ?? []).find(({ all }) => all.some(({ id }) => id === sessionId));
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
