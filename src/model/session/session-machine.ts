import { withFieldLeftOut } from '../interaction/consultation.ts';
import type { AskedAs, EndReason, ImSession } from './im-session.ts';
import type { Interaction } from '../interaction/interaction.ts';
import type { BareJid } from '../jid.ts';
import { type Answer, answerIn, beginningOf, type InvitationEnd, rejection, replyTo } from '../invitation.ts';
import { deliverInitial, receiveMessage, sendAgain, sendMessage } from './message-steps.ts';
import { hearFarewell, hearInvitation, hearLateAcceptance, hearLateRetract } from './late-steps.ts';
import { hearParent, updateParent } from './parent-steps.ts';
import {
  close,
  connect,
  end,
  farewell,
  type MachineContext,
  putAway,
  quietStep,
  rejected,
  send,
  type Step,
  withEffects,
} from './session-step.ts';
import { type Envelope, type MessageContent, type Signal, signalIdOf } from '../signal.ts';
import { asSeen, dismissNotification } from './seen-steps.ts';
import { withinTimes } from '../timestamp.ts';

/*
 * The rules of an IM session. Each function takes a session and what happens to it, and returns the next session, the effects to carry out and what
 * others have to know of; or `undefined` where that isn't possible in this state. What isn't possible changes nothing, so that every input is safe to
 * give twice.
 */

export type { Effect, MachineContext, Step } from './session-step.ts';

/** What the agent, or a clock, does to a session. */
export type LocalInput =
  | { readonly type: 'accept' | 'cancel' | 'end' | 'mark-done' | 'dismiss-notification' | 'display' }
  /** `text`: what is said to it, in a word or two. */
  | { readonly type: 'reject'; readonly text?: string }
  | { readonly type: 'expire-invitation' | 'expire-notification' | 'peer-left' }
  | { readonly type: 'send'; readonly message: MessageContent }
  /** Sends a message that wasn't delivered once more, as a whole or in parts. */
  | { readonly type: 'send-again'; readonly messageId: string; readonly parts: readonly MessageContent[] }
  /** A consultation's parent has changed to this; if it is undefined, it was closed. */
  | { readonly type: 'update-parent'; readonly interaction: Interaction | undefined }
  | { readonly type: 'leave-out'; readonly key: string; readonly isLeftOut: boolean }
  /** The peer may not approach this agent any more. */
  | { readonly type: 'shut-out' }
  /** The peer has asked at the same time, and theirs stands. */
  | { readonly type: 'give-way' }
  /** Asks these members of the session's group, in this order (group-steps.ts). */
  | { readonly type: 'ask'; readonly message?: MessageContent; readonly members: readonly BareJid[]; readonly as?: AskedAs }
  /** Nobody of the group is ready. */
  | { readonly type: 'nobody-ready' }
  /** Asks the group as soon as somebody is ready. */
  | { readonly type: 'wait-in-line'; readonly message: MessageContent }
  /** These members are ready now; where none is, `place` is the agent's in the line. */
  | { readonly type: 'go-on-in-line'; readonly members: readonly BareJid[]; readonly place?: number }
  /** The call that the session was opened for came to nothing. */
  | { readonly type: 'call-unanswered'; readonly reason: EndReason };

/** The step that follows from what the agent or a clock does. */
export function act(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
  const { state, id } = session;
  switch (input.type) {
    case 'accept':
      if (state.status !== 'invited') return undefined;
      return connect({ ...session, isDisplayed: true }, context.now, [
        { type: 'append-event', event: 'accepted-here', at: context.now },
        ...(session.isPlain ? [] : [send(replyTo(id, 'accept'))]),
      ]);
    case 'reject':
      if (state.status !== 'invited') return undefined;
      return rejected(session, context.now, session.isPlain ? [] : [send(rejection(id, input.text))], input.text);
    case 'cancel':
      if (state.status !== 'inviting') return undefined;
      return end(session, 'cancelled', context.now, [send(replyTo(id, 'cancel'))]);
    case 'end':
      if (state.status !== 'connected') return undefined;
      return end(session, 'ended-here', context.now, farewell(session));
    case 'mark-done':
      if (session.isDone || (state.status !== 'ended' && state.status !== 'not-connected')) return undefined;
      return putAway(session, 'cancelled', context.now);
    case 'dismiss-notification':
      return dismissNotification(session);
    case 'expire-notification':
      return state.status === 'invited' ? dismissNotification(session) : undefined;
    case 'display':
      return display(session);
    case 'expire-invitation':
      if (state.status !== 'inviting') return undefined;
      return end(session, 'no-answer', context.now, [send(replyTo(id, 'expire'))]);
    case 'peer-left':
      // The peer may be there without this side knowing of it, and would talk to nobody.
      return state.status === 'connected' ? end(session, 'peer-left', context.now, farewell(session)) : undefined;
    case 'send':
      return sendMessage(session, input.message, context);
    case 'send-again':
      return sendAgain(session, input.messageId, input.parts, context);
    case 'update-parent':
      return updateParent(session, input.interaction, context);
    case 'leave-out':
      if (state.status !== 'not-connected' || !session.parent) return undefined;
      return quietStep({ ...session, parent: withFieldLeftOut(session.parent, input.key, input.isLeftOut) });
    case 'shut-out':
      // The invitation is removed as if it had never come.
      if (state.status === 'invited') return putAway(session, 'missed', context.now);
      return state.status === 'connected' ? end(session, 'not-allowed', context.now, session.isPlain ? [] : farewell(session)) : undefined;
    case 'give-way':
      // The peer may have taken back theirs meanwhile, and would be left with this one.
      return state.status === 'inviting' ? putAway(session, 'cancelled', context.now, [send(replyTo(id, 'cancel'))]) : undefined;
    case 'ask':
    case 'nobody-ready':
    case 'wait-in-line':
    case 'go-on-in-line':
      // Only groups are asked so.
      return undefined;
    case 'call-unanswered':
      // No event is appended, because the transcript says already what became of the call.
      return state.status === 'not-connected' && session.isBegunByCall ? close(session, input.reason, context.now) : undefined;
  }
}

/** The step that follows from a signal for a session that is known, from its peer or from another device of this agent. */
export function hear(session: ImSession, heard: Envelope, context: MachineContext): Step | undefined {
  const envelope: Envelope = { ...heard, at: withinTimes(heard.at, beginningOf(session), context.now) };
  const { signal, isOwn, at } = envelope;
  const answer = answerIn(envelope, session);
  if (answer && isAboutInvitation(signal, session)) return hearAnswer(session, answer, envelope);
  if (signal.type === 'retract') return hearLateRetract(session, envelope);
  switch (signal.type) {
    case 'propose':
      return hearInvitation(session, envelope, context);
    case 'proceed':
      return hearLateAcceptance(session, envelope);
    case 'finish':
    case 'gone':
      return hearFarewell(session, envelope);
    case 'share':
      // Only the initiator of a consultation shares, and nothing more once the consultation is over.
      return isOwn === (session.direction === 'incoming') || session.state.status === 'ended'
        ? undefined
        : hearParent(session, signal.parent, at);
    case 'message': {
      const received = receiveMessage(session, signal.message, signal.wantsReceipt, envelope, context);
      // The peer goes on with a session that is over here, and doesn't know it.
      return session.state.status === 'ended' && !isOwn && !session.isPlain ? withEffects(received, farewell(session)) : received;
    }
    case 'received':
      if (isOwn) return undefined;
      // What an invitation carries has arrived with it, also where the session is connected already, by a call or by what the peer has written.
      if (signal.messageId === proposalOf(session)) return quietStep(session, deliverInitial(session, 'delivered'));
      return quietStep(session, [{ type: 'deliver', messageId: signal.messageId, delivery: 'delivered', isUpTo: false }]);
    case 'displayed':
      if (isOwn) return session.lastReceivedId === signal.messageId ? quietStep(asSeen(session)) : undefined;

      return quietStep(session, [{ type: 'deliver', messageId: signal.messageId, delivery: 'read', isUpTo: true }]);
    case 'failed':
      return quietStep(session, [
        {
          type: 'deliver',
          messageId: signal.id,
          delivery: 'failed',
          isUpTo: false,
          ...(signal.failure ? { failure: signal.failure } : {}),
        },
      ]);
    default:
      return undefined;
  }
}

/**
 * A message that couldn't be delivered doesn't say that the invitation couldn't. Nor does an invitation that rings: a server returns a second copy of it that
 * was on its way to a connection of the target's that has gone.
 */
function isAboutInvitation(signal: Signal, session: ImSession): boolean {
  if (signal.type !== 'failed') return true;
  const { state } = session;
  return signal.id === proposalOf(session) && (signal.isForbidden || state.status !== 'inviting' || !state.ringing);
}

/** The id of the stanza by which the session was proposed. */
function proposalOf({ id }: ImSession): string {
  return signalIdOf({ type: 'propose', sessionId: id });
}

function hearAnswer(session: ImSession, answer: Answer, { signal, at }: Envelope): Step | undefined {
  const { state } = session;
  switch (answer.type) {
    case 'ringing':
      return state.status === 'inviting'
        ? quietStep({ ...session, state: { ...state, ringing: true } }, deliverInitial(session, 'delivered'))
        : undefined;
    case 'accepted':
      return answer.isOwn
        ? connect({ ...session, isDisplayed: true }, at, [{ type: 'append-event', event: 'accepted-here', at }])
        : connect(session, at, [{ type: 'append-event', event: 'accepted', at }, ...deliverInitial(session, 'delivered')]);
    case 'accepted-too-late':
      return quietStep(session, farewell(session));
    case 'over':
      return hearEnd(session, answer.reason, at, signal);
  }
}

function hearEnd(session: ImSession, reason: InvitationEnd, at: number, signal: Signal): Step | undefined {
  switch (reason) {
    case 'crossed':
      // What stands in its place has ended it already, except on a device of the agent's that has only read of it.
      return putAway(session, 'cancelled', at);
    case 'rejected':
      return session.direction === 'incoming'
        ? rejected(session, at, [], textOf(signal))
        : end(session, 'rejected', at, [], textOf(signal));
    case 'answered-by-colleague':
      return end(session, 'missed', at, []);
    case 'unreachable':
    case 'not-allowed': {
      const undelivered = deliverInitial(session, 'failed', signal.type === 'failed' ? signal.failure : undefined);
      // The target may find it in the archive nevertheless: a server returns what was on its way to a connection that is lost.
      return end(session, reason, at, reason === 'unreachable' ? [...undelivered, send(replyTo(session.id, 'cancel'))] : undelivered);
    }
    default:
      return end(session, reason, at, []);
  }
}

function textOf(signal: Signal): string | undefined {
  return signal.type === 'reject' ? signal.text : undefined;
}

function display(session: ImSession): Step | undefined {
  if (session.isDisplayed && session.unread === 0) return undefined;
  const isMarking = session.unread > 0 && session.lastReceivedId !== undefined && session.state.status !== 'invited';
  return quietStep(asSeen(session), isMarking ? [send({ type: 'displayed', messageId: session.lastReceivedId })] : []);
}
