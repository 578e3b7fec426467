import { sharedOf } from '../interaction/consultation.ts';
import { replyTo } from '../invitation.ts';
import type { BareJid } from '../jid.ts';
import type { Envelope, Signal } from '../signal.ts';
import { withinTimes } from '../timestamp.ts';
import { type AskedMember, type EndReason, type ImSession, NOBODY_YET } from './im-session.ts';
import { actAsMember, hearAsMember } from './member-steps.ts';
import { appendOwn, deliverInitial, firstOf, receiveMessage, withInitialMessage } from './message-steps.ts';
import { updateParent } from './parent-steps.ts';
import { act, hear, invitationEndsAt, type LocalInput } from './session-machine.ts';
import { connect, type Effect, end, type MachineContext, quietStep, send, type Step, withEffects } from './session-step.ts';

/*
 * The rules of a session in which a group is asked, at the side that asks. Members are asked in waves, all under the session's id. The first whose
 * acceptance is heard is taken, and told so; from then on the session is like any other. Only the device that asks decides; the agent's other devices
 * follow what it sends. At the side of a member the rules are those of member-steps.ts.
 */

/** How many are asked at most, and how many at once. */
export const MOST_ASKED = 20;
export const WAVE_SIZE = 3;
/** How long a wave has before the next members are asked too. Nobody is taken back for that. */
export const WAVE_MS = 15_000;

/** The step that follows from what the agent or a clock does. */
export function actInGroup(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
  const { state, members } = session;
  if (input.type === 'ask') return ask(session, input, context);
  if (!members) return actAsMember(session, input, context);
  switch (input.type) {
    case 'send':
      // Before anybody is named there is nobody to write to.
      return state.status === 'connected' ? act(session, input, context) : undefined;
    case 'cancel':
      return state.status === 'inviting' ? giveUp(session, 'cancelled', context.now) : undefined;
    case 'expire-invitation':
      if (!isDue(session, context.now)) return undefined;
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

/** Names the members, and asks the first of them. */
function ask(session: ImSession, { message, members }: Extract<LocalInput, { type: 'ask' }>, context: MachineContext): Step | undefined {
  if (session.state.status !== 'not-connected' || !session.members || members.length === 0) return undefined;
  const named = [...new Set(members)].slice(0, MOST_ASKED).map((jid): AskedMember => ({ jid, is: 'next' }));
  const { session: asking, effects } = askNext({ ...withInitialMessage(session, message), members: named }, context);
  return {
    session: asking,
    effects: [
      { type: 'append-event', event: 'invited', at: context.now },
      appendOwn({ ...message, ...firstOf(context) }, context),
      ...effects,
    ],
    happenings: [{ name: 'session-begun', was: 'not-connected', at: context.now }],
  };
}

/** Asks the next members. Those who were asked before may still accept. */
function askNext(session: ImSession, context: MachineContext): Step {
  const { now, invitationTimeoutMs } = context;
  const wave = membersOf(session)
    .filter(({ is }) => is === 'next')
    .slice(0, WAVE_SIZE);
  const members = membersOf(session).map((member): AskedMember => (wave.includes(member) ? { ...member, is: 'asked' } : member));
  const isLast = !members.some(({ is }) => is === 'next');
  const ringing = session.state.status === 'inviting' && session.state.ringing;
  const { id, parent, initialMessage: body, initialMessageId, group } = session;
  const propose: Signal = {
    type: 'propose',
    sessionId: id,
    ...(body !== undefined && initialMessageId !== undefined ? { message: { id: initialMessageId, body, ...firstOf(context) } } : {}),
    ...(parent ? { parent: sharedOf(parent) } : {}),
    ...(group ? { group } : {}),
  };
  return quietStep(
    { ...session, members, state: { status: 'inviting', expiresAt: now + (isLast ? invitationTimeoutMs : WAVE_MS), ringing } },
    wave.map(({ jid }) => sendTo(members, jid, propose)),
  );
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
    ? quietStep(session, [send({ type: 'proceed', sessionId: id })])
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
  if (members.some(({ is }) => is === 'asked')) return quietStep(left);
  if (members.some(({ is }) => is === 'next')) return session.isInvitedFromHere ? askNext(left, context) : quietStep(left);
  const text = signal.type === 'reject' ? signal.text : undefined;
  return end(left, signal.type === 'failed' ? 'unreachable' : 'rejected', at, [], text);
}

/** Takes back what was asked of everybody who may still answer. */
function giveUp(session: ImSession, reason: Extract<EndReason, 'cancelled' | 'no-answer'>, now: number): Step {
  const members = membersOf(session);
  const asked = members.filter(({ is }) => is === 'asked');
  const over = { ...session, members: members.map((member): AskedMember => ({ ...member, is: 'out' })) };
  const signal = replyTo(session.id, reason === 'cancelled' ? 'cancel' : 'expire');
  return end(
    over,
    reason,
    now,
    asked.map(({ jid }) => sendTo(members, jid, signal)),
  );
}

/** Follows what the device that asks has sent. */
function hearOwnDevice(session: ImSession, envelope: Envelope, context: MachineContext): Step | undefined {
  const { signal, peer, at } = envelope;
  const { state } = session;
  const members = membersOf(session);
  const isAsking = state.status === 'inviting';
  switch (signal.type) {
    case 'propose': {
      if (!isAsking || members.some(({ jid, is }) => jid === peer && is !== 'next')) return undefined;
      const others = members.filter(({ jid }) => jid !== peer);
      return quietStep({ ...session, members: [...others, { jid: peer, is: 'asked' }] });
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

/** Whether the time of the current wave is over, or of the last one the time for an answer. */
function isDue(session: ImSession, now: number): boolean {
  return session.state.status === 'inviting' && invitationEndsAt(session, now) <= now;
}

function withoutSending(step: Step | undefined): Step | undefined {
  return step && { ...step, effects: step.effects.filter(({ type }) => type !== 'send') };
}

function membersOf({ members = [] }: ImSession): readonly AskedMember[] {
  return members;
}

function sendTo(members: readonly AskedMember[], jid: BareJid, signal: Signal): Effect {
  return { type: 'send', signal, member: { jid, place: members.findIndex((member) => member.jid === jid) + 1 } };
}
