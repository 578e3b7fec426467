import { msg, str } from '@lit/localize';
import type { Workspace } from '../../channel/workspace.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { type CallOutcome, callOutcomeOf } from '../../model/desk/call-outcomes.ts';
import type { Happening } from '../../model/desk/happening.ts';
import { invitationOutcomeOf } from '../../model/desk/invitation-outcomes.ts';
import { callGroups, invitationGroups, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import type { SessionId } from '../../model/ids.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { cutText } from '../../model/text/cut-text.ts';
import type { ImSessionView, LockView, Overview } from '../../model/workspace.ts';
import { callOutcomeText, heldContactText } from '../../words/call-outcome-text.ts';
import { invitationText } from '../../words/consultation-text.ts';
import { lockedNews, waitingText } from '../../words/lock-text.ts';
import { ringingDesktopText } from '../../words/ringing-text.ts';
import { callsTitle } from '../../words/call-count-text.ts';
import { invitationsTitle } from '../../words/sender-count-text.ts';
import { sessionEventText } from '../../words/session-event-text.ts';
import { LOCKED, type NotificationRef } from './notification-ref.ts';
import { type Content, ShownNotifications } from './shown-notifications.ts';

/** How long a view that has the session on screen may take to say so, before the message counts as unseen. */
const UNSEEN_AFTER_MS = 700;

/** Desktop notifications from the background, whether or not a view is open. */
export class DesktopNotifications {
  /** The desk as it was last, unlocked. A locked one shows nothing that could be compared. */
  #before: Overview | undefined;
  #isLocked = false;
  readonly #shown = new ShownNotifications();
  /**
   * The newest message of each session of which this background has waited whether a view shows it. It isn't stored: a background that is
   * stopped meanwhile waits again when it is back.
   */
  readonly #waitedFor = new Map<SessionId, string>();
  #tellingLater: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly workspace: Workspace) {}

  /** Reads what an earlier background has told. */
  load(): Promise<void> {
    return this.#shown.load();
  }

  /** Tells what has become of an own invitation, or of a call. What happened behind the lock is told after it. */
  tellOutcome(happening: Happening): void {
    const overview = this.#before;
    if (!overview?.settings.areDesktopNotificationsOn || overview.areNotificationsHeld) return;
    const invitation = invitationOutcomeOf(happening);
    if (invitation && invitation.event !== 'answered-by-colleague') {
      const { sessionId: id, event, peerLogon, peerName } = invitation;
      const title = sessionEventText(event, peerLogon, 'outgoing', undefined, invitation);
      this.#shown.show({ about: 'outcome', id }, event, { title, message: peerName });
    }
    const call = callOutcomeOf(happening, overview.interactions);
    if (call) this.#tellCallOutcome(call, overview);
  }

  #tellCallOutcome(outcome: CallOutcome, overview: Overview): void {
    const { call, event } = outcome;
    if (!overview.settings.isTextOnDesktop && call.party.kind === 'contact') return;
    const message = heldContactText(outcome, overview) || call.peerName;
    this.#shown.show({ about: 'call-outcome', id: call.id }, event, { title: callOutcomeText(outcome), message });
  }

  /** Shows what waits on the desk, and takes back what doesn't any more. */
  follow(overview: Overview): void {
    if (overview.lock) return this.#followLocked(overview.lock, overview);
    this.#before = overview;
    this.#isLocked = false;
    if (!overview.me) return overview.connection.status === 'signed-out' ? this.#keepOnly([]) : undefined;
    const invitations = invitationGroups(overview.sessions.filter(isPending));
    for (const group of invitations) this.#tellInvitations(group, overview);
    const unseen = overview.sessions.filter(({ state, unread }) => state.status === 'connected' && unread > 0);
    for (const session of unseen) this.#tellMessage(session);
    const callers = callGroups(ringingCalls(overview));
    for (const group of callers) this.#tellCalls(group, overview);
    this.#keepOnly([
      ...invitations.map((group) => this.#refOf('invitation', group)),
      ...unseen.map(({ id }) => ({ about: 'message', id }) as const),
      ...overview.sessions.map(({ id }) => ({ about: 'outcome', id }) as const),
      ...callers.map((group) => this.#refOf('call', group)),
      ...overview.calls.map(({ id }) => ({ about: 'call-outcome', id }) as const),
    ]);
  }

  /**
   * Says, of a locked desk, only that something has come and how much waits. Earlier notifications are taken back, and shown again after
   * the lock if what they are about still waits.
   */
  #followLocked(lock: LockView, { settings, areNotificationsHeld }: Overview): void {
    this.#isLocked = true;
    const { pending, ringing, unread } = lock;
    const told = this.#shown.told(LOCKED)?.split(' ').map(Number);
    // What had come before the lock isn't news, because it was told at that time.
    const before = told ? { ...lock, pending: told[0] ?? 0, ringing: told[1] ?? 0, unread: told[2] ?? 0 } : lock;
    this.#keepOnly(pending + unread > 0 ? [LOCKED] : []);
    const counts = `${pending} ${ringing} ${unread}`;
    const title = lockedNews(before, lock);
    if (!title || areNotificationsHeld || !settings.areDesktopNotificationsOn) this.#shown.note(LOCKED, counts);
    else this.#shown.show(LOCKED, counts, { title, message: waitingText(lock) });
  }

  /** Shows one notification for each sender, with a count, so that a sender who asks again and again pops up no more often. */
  #tellInvitations(group: SenderGroup<ImSessionView>, { settings, areNotificationsHeld }: Overview): void {
    if (!settings.areDesktopNotificationsOn) return;
    const { all, shown } = group;
    const ref = this.#refOf('invitation', group);
    // Invitations that Do Not Disturb holds back, or whose notification was dismissed, are counted on the badge only, and a notification
    // that stands already becomes quiet.
    if (areNotificationsHeld || all.every(({ state }) => state.status === 'invited' && state.notification === 'dismissed')) {
      if (this.#shown.told(ref)?.startsWith('loud')) this.#shown.quieten(ref, `quiet ${all.length}`);
      return;
    }
    this.#tellCount(ref, all.length, { title: invitationsTitle(group), message: invitationText(shown, settings) });
  }

  /** Shows the calls that ring. While notifications are held back nothing pops up, although the call rings all the same. */
  #tellCalls(group: SenderGroup<VoiceCallView>, overview: Overview): void {
    const { settings, areNotificationsHeld } = overview;
    if (!settings.areDesktopNotificationsOn || areNotificationsHeld) return;
    const { title, body } = ringingDesktopText(group.shown, overview, settings);
    this.#tellCount(this.#refOf('call', group), group.all.length, { title: callsTitle(group) || title, message: body });
  }

  /**
   * Shows a notification of a group, or writes the new count into the one that stands. Firefox can't change one and shows it anew, with
   * its sound, so that this is done only when the count has doubled.
   */
  #tellCount(ref: NotificationRef, count: number, content: Content): void {
    const [how, told = '0'] = this.#shown.told(ref)?.split(' ') ?? [];
    const loud = `loud ${count}`;
    if (how === undefined || (how === 'quiet' && count > Number(told))) return this.#shown.show(ref, loud, content, count);
    if (how === 'quiet' || count === Number(told) || this.#shown.change(ref, loud, content)) return;
    if (count < 2 * Number(told)) return;
    const waitMs = this.#shown.msUntilShownAnew(ref);
    if (waitMs > 0) this.#tellLater(waitMs);
    else this.#shown.show(ref, loud, content, count);
  }

  #tellLater(waitMs: number): void {
    this.#tellingLater ??= setTimeout(() => {
      this.#tellingLater = undefined;
      // While the desk is locked, nothing about it may be shown.
      if (this.#before && !this.#isLocked) this.follow(this.#before);
    }, waitMs);
  }

  /**
   * Names a group's notification by the group's item that was told first. It stays the same while others come, so that a press on it can be
   * traced back.
   */
  #refOf(about: 'invitation', group: SenderGroup<ImSessionView>): NotificationRef;
  #refOf(about: 'call', group: SenderGroup<VoiceCallView>): NotificationRef;
  #refOf(about: 'invitation' | 'call', { all, shown }: SenderGroup<{ readonly id: string }>): NotificationRef {
    return { about, id: (all.find(({ id }) => this.#shown.told({ about, id }) !== undefined) ?? shown).id };
  }

  #tellMessage(session: ImSessionView): void {
    const { id, peerName, peerLogon, lastReceivedId: newest } = session;
    const ref: NotificationRef = { about: 'message', id };
    if (newest === undefined || this.#shown.told(ref) === newest || this.#waitedFor.get(id) === newest) return;
    this.#waitedFor.set(id, newest);
    setTimeout(() => {
      if (!this.#before || this.#isLocked) return;
      const { sessions, settings, areNotificationsHeld } = this.#before;
      const now = sessions.find((other) => other.id === id);
      if (!now?.unread || now.lastReceivedId !== newest || areNotificationsHeld || !settings.areDesktopNotificationsOn) return;
      if (!settings.isTextOnDesktop)
        return this.#shown.show(ref, newest, { title: msg(str`New message from ${peerName}`), message: peerLogon });
      const stop = this.workspace.subscribe({ kind: 'transcript', sessionId: id, last: 1 }, ({ entries }) => {
        stop();
        if (this.#isLocked) return;
        const last = entries.at(-1);
        this.#shown.show(ref, newest, { title: peerName, message: last?.kind === 'message' ? cutText(last.body, 200) : peerLogon });
      });
    }, UNSEEN_AFTER_MS);
  }

  #keepOnly(current: readonly NotificationRef[]): void {
    this.#shown.keepOnly(current);
    for (const id of [...this.#waitedFor.keys()])
      if (!current.some((ref) => ref.about === 'message' && ref.id === id)) this.#waitedFor.delete(id);
  }
}
