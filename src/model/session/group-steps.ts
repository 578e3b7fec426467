import { sharedOf } from '../interaction/consultation.ts';
import { replyTo } from '../invitation.ts';
import type { BareJid } from '../jid.ts';
import type { Envelope, Signal } from '../signal.ts';
import { withinTimes } from '../timestamp.ts';
import { ask, askNext, backInLine, giveUp, goOnInLine, membersOf, sendTo, waitInLine } from './group-asking.ts';
import { type AskedMember, type ImSession, NOBODY_YET, PENDING_MS } from './im-session.ts';
import { actAsMember, hearAsMember } from './member-steps.ts';
import { deliverInitial, receiveMessage } from './message-steps.ts';
import { shareAgain, updateParent } from './parent-steps.ts';
import { act, hear, type LocalInput } from './session-machine.ts';
import { connect, end, type MachineContext, quietStep, send, type Step, withEffects } from './session-step.ts';

/*
 * The rules of a session in which a group is asked, at the side that asks. Members are asked in waves, all under the session's id. The first whose
 * acceptance is heard is taken, and told so; from then on the session is like any other. Only the device that asks decides; the agent's other devices
 * follow what it sends. At the side of a member the rules are those of member-steps.ts.
 */

/** The step that follows from what the agent or a clock does. */
export function actInGroup(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
  const { state, members } = session;
  if (input.type === 'ask') return ask(session, input, context);
  if (input.type === 'wait-in-line') return waitInLine(session, input, context);
  if (input.type === 'go-on-in-line') return goOnInLine(session, input, context);
  if (!members) return actAsMember(session, input, context);
  switch (input.type) {
    case 'nobody-ready':
      return state.status === 'not-connected' && !session.hasNobodyReady ? quietStep({ ...session, hasNobodyReady: true }) : undefined;
    case 'send':
      // Before anybody is named there is nobody to write to.
      return state.status === 'connected' ? act(session, input, context) : undefined;
    case 'cancel':
      return state.status === 'inviting' ? giveUp(session, 'cancelled', context.now) : undefined;
    case 'expire-invitation':
      if (state.status !== 'inviting') return undefined;
      return members.some(({ is }) => is === 'next') ? askNext(session, context) : giveUp(session, 'no-answer', context.now);
    case 'update-parent':
      // Who is asked later is told the newest, and who accepts is told what has changed since.
      return state.status === 'inviting' ? withoutSending(updateParent(session, input.interaction, context)) : act(session, input, context);
    default:
      return act(session, input, context);
  }
}

/** The step that follows from a signal of a member, or from another device of this agent. */
export function hearInGroup(session: ImSession, heard: Envelope, context: MachineContext): Step | undefined {
  if (!session.members) return hearAsMember(session, heard, context);
  const envelope = { ...heard, at: withinTimes(heard.at, session.createdAt, context.now) };
  const { peer, signal, isOwn } = envelope;
  if (isOwn) return hearOwnDevice(session, envelope, context);
  const member = session.members.find(({ jid }) => jid === peer);
  if (!member) return undefined;
  const isTaken = session.peer === peer;
  switch (signal.type) {
    case 'proceed':
      return hearAcceptance(session, envelope);
    case 'ringing':
      return session.state.status === 'inviting'
        ? quietStep({ ...session, state: { ...session.state, ringing: true } }, deliverInitial(session, 'delivered'))
        : undefined;
    case 'message': {
      if (isTaken) return hear(session, envelope, context);
      const taken = session.state.status === 'inviting' ? hearAcceptance(session, envelope) : undefined;
      if (!taken || taken.session.peer !== peer) return tellLate(session, member);
      const received = receiveMessage(taken.session, signal.message, signal.wantsReceipt, envelope, context, taken.effects);
      return { ...received, happenings: taken.happenings };
    }
    case 'reject':
    case 'finish':
    case 'gone':
    case 'failed':
      if (isTaken) return hear(session, envelope, context);
      return session.state.status === 'inviting' && member.is === 'asked' ? noteRefusal(session, envelope, context) : undefined;
    default:
      return isTaken ? hear(session, envelope, context) : undefined;
  }
}

function hearAcceptance(session: ImSession, { peer, at }: Envelope): Step | undefined {
  const { state, id } = session;
  const member = membersOf(session).find(({ jid }) => jid === peer);
  if (!member || member.is === 'next') return undefined;
  // Another device of this agent has asked, and says who is taken.
  if (state.status === 'inviting') return session.isInvitedFromHere ? take(session, member, at) : undefined;
  if (session.peer !== peer) return tellLate(session, member);
  // The member has said it again, because they don't know yet that they are taken.
  return state.status === 'connected' && session.isInvitedFromHere
    ? quietStep(session, [send({ type: 'proceed', sessionId: id }), ...(shareAgain(session)?.effects ?? [])])
    : undefined;
}

/** Takes the first who has accepted, tells them so, and tells the others who it was. */
function take(session: ImSession, { jid }: AskedMember, at: number): Step {
  const { id, parent } = session;
  const others = membersOf(session).filter((other) => other.is === 'asked' && other.jid !== jid);
  const taken = connect(asTaken(session, jid), at, [
    { type: 'append-event', event: 'accepted', at },
    ...deliverInitial(session, 'delivered'),
    send({ type: 'proceed', sessionId: id }),
    ...others.map((other) => sendTo(membersOf(session), other.jid, answeredBy(id, jid))),
  ]);
  // The interaction may have changed since this member was asked. An update that they have already changes nothing.
  return parent && parent.version > 1 ? withEffects(taken, [send({ type: 'share', sessionId: id, parent: sharedOf(parent) })]) : taken;
}

function asTaken(session: ImSession, jid: BareJid): ImSession {
  return { ...session, peer: jid, members: membersOf(session).map((member) => ({ ...member, is: 'out' })) };
}

/** Tells a member who accepts too late what has become of it. */
function tellLate(session: ImSession, { jid }: AskedMember): Step | undefined {
  const { id, peer, state } = session;
  if (state.status === 'inviting' || state.status === 'not-connected') return undefined;
  const isTimeOver = state.status === 'ended' && state.reason === 'no-answer';
  const over = peer === NOBODY_YET ? replyTo(id, isTimeOver ? 'expire' : 'cancel') : answeredBy(id, peer);
  return quietStep(session, [sendTo(membersOf(session), jid, over)]);
}

function answeredBy(sessionId: ImSession['id'], by: BareJid): Signal {
  return { type: 'retract', sessionId, reason: 'answered-by-colleague', by };
}

/** A member doesn't take it. The next ones are asked at once where nobody else rings; where none is left, it is over. */
function noteRefusal(session: ImSession, { peer, signal, at }: Envelope, context: MachineContext): Step {
  const members = membersOf(session).map((member): AskedMember => (member.jid === peer ? { ...member, is: 'out' } : member));
  const left = { ...session, members };
  // They may find it in the archive nevertheless.
  const taken = signal.type === 'failed' && !signal.isForbidden ? [sendTo(members, peer, replyTo(session.id, 'cancel'))] : [];
  if (members.some(({ is }) => is === 'asked')) return quietStep(left, taken);
  if (members.some(({ is }) => is === 'next'))
    return withEffects(session.isInvitedFromHere ? askNext(left, context) : quietStep(left), taken);
  const waiting = backInLine(left);
  if (waiting) return withEffects(waiting, taken);
  const text = signal.type === 'reject' ? signal.text : undefined;
  return end(left, signal.type === 'failed' ? 'unreachable' : 'rejected', at, taken, text);
}

/** Follows what the device that asks has sent. */
function hearOwnDevice(session: ImSession, envelope: Envelope, context: MachineContext): Step | undefined {
  const { signal, peer, at } = envelope;
  const { state } = session;
  const members = membersOf(session);
  const isAsking = state.status === 'inviting';
  switch (signal.type) {
    case 'propose': {
      // Whether that device asks others after these, or waits in line, isn't known here, so that it may have looked as if nobody were asked any more.
      if (!(isAsking || isGivenUp(session)) || members.some(({ jid, is }) => jid === peer && is === 'asked')) return undefined;
      const others = members.filter(({ jid }) => jid !== peer);
      const expiresAt = at + (session.askedAs === 'pending' ? PENDING_MS : context.invitationTimeoutMs);
      return quietStep({
        ...session,
        members: [...others, { jid: peer, is: 'asked' }],
        ...(isAsking ? {} : { state: { status: 'inviting', expiresAt, ringing: false } }),
      });
    }
    case 'proceed':
      return isAsking ? connect(asTaken(session, peer), at, [{ type: 'append-event', event: 'accepted', at }]) : undefined;
    case 'retract': {
      if (!isAsking) return undefined;
      if (signal.reason !== 'answered-by-colleague') return end(session, signal.reason, at, []);
      return quietStep({ ...session, members: members.map((member) => (member.jid === peer ? { ...member, is: 'out' } : member)) });
    }
    default:
      return session.peer === peer ? hear(session, envelope, context) : undefined;
  }
}

/** Whether it looked as if nobody would answer what another device of this agent has asked. */
function isGivenUp({ state, isInvitedFromHere, isDone }: ImSession): boolean {
  if (state.status !== 'ended' || state.since !== undefined || isInvitedFromHere || isDone) return false;
  return state.reason === 'no-answer' || state.reason === 'rejected' || state.reason === 'unreachable';
}

function withoutSending(step: Step | undefined): Step | undefined {
  return step && { ...step, effects: step.effects.filter(({ type }) => type !== 'send') };
}
