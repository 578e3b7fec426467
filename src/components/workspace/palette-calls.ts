import { msg, str } from '@lit/localize';
import callIncoming from '@vscode/codicons/src/icons/call-incoming.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import mic from '@vscode/codicons/src/icons/mic.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import type { CommandResult } from '../../channel/contract.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { interactionOfCall } from '../../model/ids.ts';
import { callPeerText } from '../../words/call-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import { acceptCall } from '../call/call-answers.ts';
import type { PaletteCommand, PaletteDesk } from './palette-command.ts';

/** *Hold*, or *Retrieve*. */
export function holding(
  isOnHold: boolean,
  who: string,
  give: (name: 'hold' | 'retrieve') => Promise<CommandResult>,
): Omit<PaletteCommand, 'key'> {
  return {
    label: `${isOnHold ? msg('Retrieve') : msg('Hold')}: ${who}`,
    shape: isOnHold ? play : debugPause,
    run: () => refusalOf(give(isOnHold ? 'retrieve' : 'hold'), who),
  };
}

/** What can be done with a call that goes on. */
export function ofCall(call: VoiceCallView, { workspace: { commands } }: PaletteDesk): PaletteCommand[] {
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

/** The answers to a call that rings. */
export function ofRingingCall(call: VoiceCallView, { workspace, active }: PaletteDesk): PaletteCommand[] {
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
