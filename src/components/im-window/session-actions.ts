import { msg, str } from '@lit/localize';
import callOutgoing from '@vscode/codicons/src/icons/call-outgoing.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import disconnect from '@vscode/codicons/src/icons/debug-disconnect.svg';
import type { CommandResult, Commands } from '../../channel/contract.ts';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { VoiceCallView } from '../../model/call/voice-call.ts';
import { canConsultByVoice } from '../../model/desk/call-lists.ts';
import type { InteractionView } from '../../model/interaction/interaction.ts';
import { NOBODY_YET } from '../../model/session/im-session.ts';
import type { NamedGroup } from '../../model/target-ref.ts';
import type { ImSessionView, Overview } from '../../model/workspace.ts';
import { notHoldableText } from '../../words/privilege-text.ts';
import { randomId } from '../../channel/random-id.ts';

/** One thing that the agent can do with a session, as a button of its header. */
export interface SessionAction {
  /** Buttons of the same key take each other's place, and keep the focus: *Mark Done* stands where *End Session* was. */
  readonly key: 'begin' | 'refuse' | 'finish';
  readonly label: string;
  /** What the label leaves out. */
  readonly title?: string;
  readonly shape: string;
  readonly isPrimary?: boolean;
  /** Why it isn't possible now. */
  readonly problem?: string;
  /** What the agent goes on with if it is done: the field of this session, or the session that it has begun. */
  readonly then?: 'write' | 'show';
  readonly give: (commands: Commands) => Promise<CommandResult>;
}

/** What the actions are chosen by. */
export interface SessionDesk {
  readonly overview: Overview | undefined;
  readonly call: VoiceCallView | undefined;
  /** Whether the agent may end sessions. */
  readonly canRelease: boolean;
}

/** What the agent can do with the session now. */
export function sessionActions(session: ImSessionView, desk: SessionDesk): readonly SessionAction[] {
  const target = { sessionId: session.id };
  switch (session.state.status) {
    case 'connected':
      return [...voiceAction(session, desk), ...(desk.canRelease ? [endSession(session)] : [])];
    case 'connecting':
      return [endSession(session)];
    case 'inviting': {
      const label = session.state.inLine ? msg('Leave the Line') : msg('Cancel Invitation');
      return [{ key: 'finish', label, shape: close, give: (commands) => commands.cancelInvitation(target) }];
    }
    case 'invited':
      return [
        { key: 'refuse', label: msg('Reject'), shape: close, give: (commands) => commands.reject(target) },
        { key: 'begin', label: msg('Accept'), shape: check, isPrimary: true, give: (commands) => commands.accept(target) },
      ];
    case 'ended':
      return [...messageAgain(session, desk), markDone(session)];
    default:
      return [markDone(session)];
  }
}

function endSession({ id }: ImSessionView): SessionAction {
  return { key: 'finish', label: msg('End Session'), shape: disconnect, give: (commands) => commands.endSession({ sessionId: id }) };
}

function markDone({ id }: ImSessionView): SessionAction {
  return { key: 'finish', label: msg('Mark Done'), shape: check, give: (commands) => commands.markDone({ sessionId: id }) };
}

/** *Voice*: a call beside the session. In a consultation that the agent began it is a voice consultation, which the contact is put on hold for. */
function voiceAction(session: ImSessionView, { overview, call }: SessionDesk): readonly SessionAction[] {
  if (!overview?.policy.privileges.canCall || session.isPlain || session.isStranger || (call && isActiveCall(call))) return [];

  const { id: sessionId, peer: target, peerName } = session;
  const interaction = consultedIn(session, overview);
  const action = { key: 'begin', label: msg('Voice'), shape: callOutgoing, then: 'write' } as const;
  if (!interaction)
    return [{ ...action, title: msg(str`Call ${peerName}`), give: (commands) => commands.call({ callId: randomId(), sessionId, target }) }];

  return [
    {
      ...action,
      title: msg(str`Start Voice Consultation with ${peerName}`),
      ...(canConsultByVoice(interaction) ? {} : { problem: notHoldableText() }),
      give: (commands) => commands.consultByVoice({ callId: randomId(), sessionId, interactionId: interaction.id, target }),
    },
  ];
}

/** *Message Again*: a new session with the same colleague, who is invited by its first message; about the same interaction as long as that is open. */
function messageAgain(session: ImSessionView, { overview }: SessionDesk): readonly SessionAction[] {
  if (!overview?.policy.privileges.canMake || session.isStranger) return [];

  const { peer: target, group } = session;
  const interaction = consultedIn(session, overview);
  if (group && target === NOBODY_YET) return [session.askedAs === 'call' ? callAgain(group, interaction) : askAgain(group, interaction)];
  return [
    {
      key: 'begin',
      label: msg('Message Again'),
      shape: commentDiscussion,
      then: 'show',
      give: (commands) =>
        interaction
          ? commands.consult({ sessionId: randomId(), interactionId: interaction.id, target })
          : commands.invite({ sessionId: randomId(), target, isWrittenFirst: true }),
    },
  ];
}

/** *Ask Again*: a new session in which the same group is asked. */
function askAgain(group: NamedGroup, interaction: InteractionView | undefined): SessionAction {
  return {
    key: 'begin',
    label: msg('Ask Again'),
    title: msg(str`Ask ${group.name} again`),
    shape: commentDiscussion,
    then: 'show',
    give: (commands) => commands.askGroup({ sessionId: randomId(), group, ...(interaction ? { interactionId: interaction.id } : {}) }),
  };
}

/** *Call Again*: calls the same group in a new session; about the same interaction as long as that is open. */
function callAgain(group: NamedGroup, interaction: InteractionView | undefined): SessionAction {
  return {
    key: 'begin',
    label: msg('Call Again'),
    title: msg(str`Call ${group.name} again`),
    shape: callOutgoing,
    then: 'show',
    ...(interaction && !canConsultByVoice(interaction) ? { problem: notHoldableText() } : {}),
    give: (commands) => commands.callGroup({ sessionId: randomId(), group, ...(interaction ? { interactionId: interaction.id } : {}) }),
  };
}

/** The interaction that the agent asks about in the session, as long as it is open. */
function consultedIn({ direction, parent }: ImSessionView, overview: Overview): InteractionView | undefined {
  return direction === 'outgoing' ? overview.interactions.find(({ id }) => id === parent?.interactionId) : undefined;
}
