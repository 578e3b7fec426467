import { msg, str } from '@lit/localize';
import account from '@vscode/codicons/src/icons/account.svg';
import bell from '@vscode/codicons/src/icons/bell.svg';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import colorMode from '@vscode/codicons/src/icons/color-mode.svg';
import comment from '@vscode/codicons/src/icons/comment.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import lockIcon from '@vscode/codicons/src/icons/lock.svg';
import mic from '@vscode/codicons/src/icons/mic.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import settingsGear from '@vscode/codicons/src/icons/settings-gear.svg';
import signOutIcon from '@vscode/codicons/src/icons/sign-out.svg';
import type { CommandResult } from '../../channel/contract.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { isActiveCall, type VoiceCallView } from '../../model/call/voice-call.ts';
import { callOfSession, isEndedCall, isHeld, ringingCalls } from '../../model/desk/call-lists.ts';
import { type InteractionTab, tabsOf } from '../../model/desk/interaction-tabs.ts';
import { isPending } from '../../model/desk/session-lists.ts';
import { isSameTab, tabKeyOf, tabOfSession } from '../../model/desk/tab-ref.ts';
import { interactionOfCall } from '../../model/ids.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { THEMES } from '../../model/settings.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import { agentStatusText } from '../../words/availability-text.ts';
import { callPeerText } from '../../words/call-text.ts';
import { contactText } from '../../words/consultation-text.ts';
import { refusalOf } from '../../words/refusal-text.ts';
import { rejectionWordsOf } from '../../words/rejection-words.ts';
import { themeText } from '../../words/setting-text.ts';
import { type Shortcut, shortcutWith } from '../../words/shortcut-keys.ts';
import { acceptCall } from '../call/call-answers.ts';
import { sessionActions } from '../im-window/session-actions.ts';
import { tabNameOf } from '../interaction-tab/tab-label.ts';
import type { ActiveInteraction } from '../kit/active-interaction.ts';
import { OWN_STATUSES } from './own-status.ts';
import type { WindowActions } from './shortcuts.ts';

/** One thing that the command palette does. */
export interface PaletteCommand {
  readonly key: string;
  readonly label: string;
  readonly shape: string;
  readonly shortcut?: Shortcut | undefined;
  /** Why it isn't possible now. */
  readonly problem?: string;
  /** @returns the sentence that says why it wasn't done; undefined or empty if it was */
  readonly run: () => unknown;
}

/** What the commands are made from. */
export interface PaletteDesk {
  readonly overview: Overview;
  readonly active: ActiveInteraction | undefined;
  readonly workspace: Workspace;
  readonly actions: WindowActions;
}

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

function ofSession(session: ImSessionView, { overview, workspace, active }: PaletteDesk): PaletteCommand[] {
  const { id, peerLogon, peerName } = session;
  const { canRelease } = overview.policy.privileges;
  return sessionActions(session, { overview, call: callOfSession(id, overview), canRelease }).map(
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

function holding(isOnHold: boolean, who: string, give: (name: 'hold' | 'retrieve') => Promise<CommandResult>): Omit<PaletteCommand, 'key'> {
  return {
    label: `${isOnHold ? msg('Retrieve') : msg('Hold')}: ${who}`,
    shape: isOnHold ? play : debugPause,
    run: () => refusalOf(give(isOnHold ? 'retrieve' : 'hold'), who),
  };
}

function ofCall(call: VoiceCallView, { workspace: { commands } }: PaletteDesk): PaletteCommand[] {
  const { id: callId, party, state, heldSince, isMuted } = call;
  const who = callPeerText(call);
  const line =
    party.kind === 'contact' ? ({ of: 'interaction', id: interactionOfCall(callId) } as const) : ({ of: 'call', id: callId } as const);
  const mute = isMuted ? msg('Unmute') : msg('Mute');
  const end = state.status === 'inviting' ? msg('Cancel Call') : msg('End Call');
  return [
    ...(state.status === 'connected'
      ? [
          { key: `hold ${callId}`, ...holding(heldSince !== undefined, who, (name) => commands[name](line)) },
          {
            key: `mute ${callId}`,
            label: `${mute}: ${who}`,
            shape: mic,
            run: () => refusalOf(commands.muteCall({ callId, isMuted: !isMuted })),
          },
        ]
      : []),
    { key: `end ${callId}`, label: `${end}: ${who}`, shape: close, run: () => refusalOf(commands.endCall({ callId })) },
  ];
}

function ofRingingCall(call: VoiceCallView, { workspace, active }: PaletteDesk): PaletteCommand[] {
  const who = callPeerText(call);
  return [
    {
      key: `accept ${call.id}`,
      label: msg(str`Accept the call from ${who}`),
      shape: callIncoming,
      run: () => acceptCall(call, workspace, active),
    },
    {
      key: `reject ${call.id}`,
      label: msg(str`Reject the call from ${who}`),
      shape: close,
      run: () => refusalOf(workspace.commands.rejectCall({ callId: call.id })),
    },
  ];
}

function ofPending(
  { id: sessionId, peerName }: ImSessionView,
  { workspace: { commands }, active, overview }: PaletteDesk,
): PaletteCommand[] {
  const reject = (text?: string) => refusalOf(commands.reject({ sessionId, ...(text ? { text } : {}) }), peerName);
  return [
    {
      key: `accept ${sessionId}`,
      label: msg(str`Accept ${peerName}`),
      shape: check,
      run: async () => {
        const refusal = await refusalOf(commands.accept({ sessionId }), peerName);
        if (!refusal) active?.show(tabOfSession(sessionId), { isFocusWanted: true });
        return refusal;
      },
    },
    { key: `reject ${sessionId}`, label: msg(str`Reject ${peerName}`), shape: close, run: () => reject() },
    ...rejectionWordsOf(overview.settings).map((text) => ({
      key: `reject ${sessionId} ${text}`,
      label: `${msg(str`Reject ${peerName}`)}: “${text}”`,
      shape: close,
      run: () => reject(text),
    })),
  ];
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
  const isCurrent = (status: (typeof OWN_STATUSES)[number]) =>
    status.availability === me?.status.availability && status.reason === me.status.reason;
  return [
    ...OWN_STATUSES.filter((status) => !isCurrent(status)).map((status) => ({
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
