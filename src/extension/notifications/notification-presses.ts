import { knownOverview } from '../../channel/known-overview.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { ringingCalls } from '../../model/desk/call-lists.ts';
import { callGroups, invitationGroups, isOfSeveralContacts, type SenderGroup } from '../../model/desk/sender-groups.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import { tabOfCall } from '../../model/desk/tab-of-call.ts';
import { tabOfSession } from '../../model/desk/tab-ref.ts';
import { type CallId, interactionOfCall, type SessionId } from '../../model/ids.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import type { MainWindow } from '../main-window.ts';
import { isChromium } from './is-chromium.ts';
import { notificationRefOf } from './notification-ref.ts';

export interface NotificationPressesOptions {
  readonly workspace: Workspace;
  readonly mainWindow: MainWindow;
  /** The desk as it was last, unlocked. */
  readonly desk: () => Overview | undefined;
  readonly isLocked: () => boolean;
}

/** Follows what the agent does to desktop notifications. */
export class NotificationPresses {
  constructor(private readonly options: NotificationPressesOptions) {}

  /** Follows a press on a notification. Where it has no buttons, the main window shows its own notification, which has them. */
  async open(notificationId: string): Promise<void> {
    void browser.notifications.clear(notificationId);
    const { mainWindow, isLocked } = this.options;
    const ref = notificationRefOf(notificationId);
    if (isLocked() || !ref || ref.about === 'locked') return mainWindow.open();
    if (ref.about === 'call' || ref.about === 'call-outcome') return this.#openCall(ref.id);
    const id = this.#invitationsWith(ref.id)?.shown.id ?? ref.id;
    const isAsking = ref.about === 'invitation' && !isChromium();
    await (isAsking ? mainWindow.showInvitation({ of: 'session', id }) : mainWindow.showInteraction(tabOfSession(id)));
  }

  /** Notes that the agent has closed a notification. Firefox is left out, because it says so also when the notification goes by itself. */
  dismiss(notificationId: string): void {
    const ref = notificationRefOf(notificationId);
    if (!isChromium() || ref?.about !== 'invitation') return;
    const ids = this.#invitationsWith(ref.id)?.all.map(({ id }) => id) ?? [ref.id];
    for (const sessionId of ids) void this.options.workspace.commands.dismissNotification({ sessionId });
  }

  /**
   * Follows a press on a call's notification. If the call rings, the main window shows its notification, by which it is answered. If it
   * doesn't, the main window shows its interaction.
   */
  async #openCall(id: CallId): Promise<void> {
    const { workspace, mainWindow } = this.options;
    const { calls } = await knownOverview(workspace);
    const call = calls.find((one) => one.id === id);
    if (call?.state.status === 'invited') await mainWindow.showInvitation({ of: 'call', id });
    else if (call) await mainWindow.showInteraction(tabOfCall(call));
  }

  /**
   * Follows a press on a button. The notification may have come to stand for several calls or invitations: *Accept* is for the one that it
   * shows, *Reject* is for all of them.
   */
  async answer(notificationId: string, isAccepting: boolean): Promise<void> {
    const ref = notificationRefOf(notificationId);
    if (this.options.isLocked()) return this.options.mainWindow.open();
    if (ref?.about === 'call') await this.#answerCall(ref.id, isAccepting);
    if (ref?.about === 'invitation') await this.#answerInvitation(ref.id, isAccepting);
  }

  async #answerCall(id: CallId, isAccepting: boolean): Promise<void> {
    const { workspace, mainWindow, desk } = this.options;
    const { commands } = workspace;
    const group = callGroups(ringingCalls(desk())).find(({ all }) => all.some((call) => call.id === id));
    const callId = group?.shown.id ?? id;
    if (!isAccepting && group && group.all.length > 1)
      return void (await commands.rejectAll(isOfSeveralContacts(group) ? {} : { target: group.shown.peer }));
    const result = await commands[isAccepting ? 'acceptCall' : 'rejectCall']({ callId });
    if (!isAccepting || result.refused) return;
    // The press may have started this background, which doesn't know the call yet. The answer says to which session it belongs.
    const { sessionId } = result;
    await mainWindow.showInteraction(
      sessionId === undefined ? { of: 'interaction', id: interactionOfCall(callId) } : tabOfSession(sessionId),
    );
  }

  async #answerInvitation(id: SessionId, isAccepting: boolean): Promise<void> {
    const { workspace, mainWindow } = this.options;
    const { commands } = workspace;
    const group = this.#invitationsWith(id);
    const sessionId = group?.shown.id ?? id;
    if (!isAccepting && group && group.all.length > 1) return void (await commands.rejectAll({ target: group.shown.peer }));
    await commands[isAccepting ? 'accept' : 'reject']({ sessionId });
    if (isAccepting) await mainWindow.showInteraction(tabOfSession(sessionId));
  }

  /** The group of a sender's invitations to which this one belongs. */
  #invitationsWith(sessionId: SessionId): SenderGroup<ImSessionView> | undefined {
    return invitationGroups(this.options.desk()?.sessions.filter(isPending) ?? []).find(({ all }) =>
      all.some(({ id }) => id === sessionId),
    );
  }
}
