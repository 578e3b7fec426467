import { msg, str } from '@lit/localize';
import account from '@vscode/codicons/src/icons/account.svg';
import bell from '@vscode/codicons/src/icons/bell.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import colorMode from '@vscode/codicons/src/icons/color-mode.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import lockIcon from '@vscode/codicons/src/icons/lock.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import settingsGear from '@vscode/codicons/src/icons/settings-gear.svg';
import signOutIcon from '@vscode/codicons/src/icons/sign-out.svg';
import type { CommandResult } from '../../channel/contract.ts';
import type { OwnStatus } from '../../model/agent.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import { callOfSession, isEndedCall, isHeld, ringingCalls } from '../../model/desk/call-lists.ts';
import { type InteractionTab, tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import { isSameTab, tabKeyOf, tabOfSession } from '../../model/desk/tab-ref.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { THEMES } from '../../model/settings.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import { agentStatusText } from '../../words/availability-text.ts';
import { contactText } from '../../words/consultation-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { rejectionWordsOf } from '../../words/rejection-words.ts';
import { themeText } from '../../words/setting-text.ts';
import { shortcutWith } from '../../words/shortcut-keys.ts';
import { holding, ofCall, ofRingingCall } from './palette-calls.ts';
import type { PaletteCommand, PaletteDesk } from './palette-command.ts';
import { sessionActions } from '../im-window/session-actions.ts';
import { tabNameOf } from '../interaction-tab/tab-label.ts';
import { ownStatuses } from './own-status.ts';

/** Every command that the desk has now, nearest first: what is shown, calls, what is pending, the other interactions, the window, the agent. */
export function paletteCommands(desk: PaletteDesk): readonly PaletteCommand[] {
  const tabs = tabsOf(desk.overview, desk.active?.tab);
  const shown = tabs.find((tab) => isSameTab(tab, desk.active?.tab));
  return [
    ...(shown ? ofTab(shown, desk) : []),
    ...desk.overview.calls.filter((call) => isActiveCall(call) && call.state.status !== 'invited').flatMap((call) => ofCall(call, desk)),
    ...ringingCalls(desk.overview).flatMap((call) => ofRingingCall(call, desk)),
    ...desk.overview.sessions.filter(isPending).flatMap((session) => ofPending(session, desk)),
    ...tabs.flatMap((tab, index) => (tab === shown ? [] : [ofOtherTab(tab, index, desk)])),
    ...ofWindow(desk),
    ...ofAgent(desk),
  ];
}

function ofTab(tab: InteractionTab, desk: PaletteDesk): PaletteCommand[] {
  return tab.of === 'session' ? ofSession(tab.session, desk) : ofInteraction(tab.interaction, desk);
}

function ofSession(session: ImSessionView, desk: PaletteDesk): PaletteCommand[] {
  const { overview, workspace, active } = desk;
  const { id, peerLogon, peerName } = session;
  const { canRelease } = overview.policy.privileges;
  const actions = sessionActions(session, { overview, call: callOfSession(id, overview), canRelease }).map(
    ({ label, shape, problem, give, then }) => ({
      key: `session ${label}`,
      label: `${label}: ${peerLogon}`,
      shape,
      ...(problem ? { problem } : {}),
      run: async () => {
        const outcome = give(workspace.commands);
        const refusal = await refusalOf(outcome, peerName);
        const result = await outcome.catch((): CommandResult => ({}));
        const next = then === 'show' && !result.refused ? result.sessionId : undefined;
        if (!refusal && (next !== undefined || then === 'write')) active?.show(tabOfSession(next ?? id), { isFocusWanted: true });
        return refusal;
      },
    }),
  );
  return session.state.status === 'invited' ? [...actions, ...ofRejection(session, desk)] : actions;
}

function ofInteraction(interaction: InteractionView, { overview, workspace, active }: PaletteDesk): PaletteCommand[] {
  const { id, contact, canHold, status, callId } = interaction;
  const who = contactText(contact.name);
  const { canMake, canCall } = overview.policy.privileges;
  const line = { of: 'interaction', id } as const;
  const hold = holding(isHeld(interaction), who, (name) => workspace.commands[name](line));
  return [
    ...(canMake || canCall
      ? [{ key: 'consult', label: `${msg('Start Consultation')}: ${who}`, shape: personAdd, run: () => active?.consult(id) }]
      : []),
    // A contact's call that Backchannel carries has this among the calls.
    ...(canHold && status !== 'ended' && callId === undefined ? [{ key: 'hold', ...hold }] : []),
    ...(isEndedCall(interaction)
      ? [
          {
            key: 'done',
            label: `${msg('Mark Done')}: ${who}`,
            shape: check,
            run: () => refusalOf(workspace.commands.abandonInteraction({ id })),
          },
        ]
      : []),
  ];
}

function ofPending(session: ImSessionView, desk: PaletteDesk): PaletteCommand[] {
  const { id: sessionId, peerName } = session;
  const { workspace, active } = desk;
  const accept = async () => {
    const refusal = await refusalOf(workspace.commands.accept({ sessionId }), peerName);
    if (!refusal) active?.show(tabOfSession(sessionId), { isFocusWanted: true });
    return refusal;
  };
  return [
    { key: `accept ${sessionId}`, label: msg(str`Accept ${peerName}`), shape: check, run: accept },
    { key: `reject ${sessionId}`, label: msg(str`Reject ${peerName}`), shape: close, run: () => reject(session, desk) },
    ...ofRejection(session, desk),
  ];
}

/** What the invitation can be rejected with. */
function ofRejection(session: ImSessionView, desk: PaletteDesk): PaletteCommand[] {
  return rejectionWordsOf(desk.overview.settings).map((text) => ({
    key: `reject ${session.id} ${text}`,
    label: `${msg(str`Reject ${session.peerName}`)}: “${text}”`,
    shape: close,
    run: () => reject(session, desk, text),
  }));
}

function reject({ id: sessionId, peerName }: ImSessionView, { workspace }: PaletteDesk, text?: string): Promise<string> {
  return refusalOf(workspace.commands.reject({ sessionId, ...(text ? { text } : {}) }), peerName);
}

function ofOtherTab(tab: InteractionTab, index: number, { overview, active }: PaletteDesk): PaletteCommand {
  return {
    key: `show ${tabKeyOf(tab)}`,
    label: msg(str`Show ${tabNameOf(tab, { overview, active })}`),
    shape: comment,
    shortcut: index < 9 ? shortcutWith(String(index + 1), overview.settings.shortcuts) : undefined,
    run: () => active?.show(tab, { isFocusWanted: true }),
  };
}

function ofWindow({ overview, active, actions }: PaletteDesk): PaletteCommand[] {
  const key = (letter: string) => shortcutWith(letter, overview.settings.shortcuts);
  return [
    { key: 'search', label: msg('Team Communicator'), shape: search, shortcut: key('T'), run: actions.focusSearch },
    ...(active?.tab
      ? [{ key: 'message', label: msg('Message field'), shape: comment, shortcut: key('M'), run: actions.focusMessage }]
      : []),
    { key: 'history', label: msg('My History'), shape: history, shortcut: key('H'), run: actions.toggleHistory },
    { key: 'settings', label: msg('Settings'), shape: settingsGear, run: actions.openSettings },
    { key: 'records', label: msg('Unsent consultation records'), shape: bell, run: actions.openRecords },
  ];
}

function ofAgent({ overview, workspace: { commands }, actions }: PaletteDesk): PaletteCommand[] {
  const { me, settings, policy } = overview;
  const isCurrent = (status: OwnStatus) => status.availability === me?.status.availability && status.reason === me.status.reason;
  return [
    ...ownStatuses(policy)
      .filter((status) => !isCurrent(status))
      .map((status) => ({
        key: `status ${status.availability} ${status.reason ?? ''}`,
        label: `${msg('Your status')}: ${agentStatusText(status)}`,
        shape: account,
        run: () => refusalOf(commands.setStatus(status)),
      })),
    ...(policy.settings.theme === undefined
      ? THEMES.filter((theme) => theme !== settings.theme).map((theme) => ({
          key: `theme ${theme}`,
          label: `${msg('Theme')}: ${themeText(theme)}`,
          shape: colorMode,
          run: () => refusalOf(commands.changeSettings({ theme })),
        }))
      : []),
    { key: 'lock', label: msg('Lock the desk'), shape: lockIcon, shortcut: shortcutWith('L', settings.shortcuts), run: actions.lock },
    { key: 'sign-out', label: msg('Sign Out'), shape: signOutIcon, run: actions.signOut },
  ];
}
