import { sharedOf } from '../interaction/consultation.ts';
import { replyTo } from '../invitation.ts';
import type { BareJid } from '../jid.ts';
import type { MessageContent, Signal } from '../signal.ts';
import { type AskedMember, type EndReason, type ImSession, PENDING_MS, type SessionEvent } from './im-session.ts';
import { appendOwn, firstOf, withInitialMessage } from './message-steps.ts';
import type { LocalInput } from './session-machine.ts';
import { type Effect, end, type MachineContext, quietStep, type Step } from './session-step.ts';

/*
 * How the side that asks a group asks its members and takes that back: in waves; all at once, where it is left for them as pending; or, where nobody is
 * ready, by waiting in line until somebody is.
 */

/** How many ready members are asked at most, and how many at once. */
export const MOST_ASKED = 20;
export const WAVE_SIZE = 3;
/** How long a wave has before the next members are asked too. Nobody is taken back for that. */
export const WAVE_MS = 15_000;
/** To how many members something is left at most. */
export const MOST_LEFT_TO = 50;
/** How long an agent waits in line at most, and how many members are asked meanwhile. */
export const LINE_MS = 12 * 3600 * 1000;
const MOST_IN_LINE = 100;

type Input<T extends LocalInput['type']> = Extract<LocalInput, { type: T }>;

/** Names the members, and asks the first of them, or all at once. */
export function ask(session: ImSession, { message, members, as }: Input<'ask'>, context: MachineContext): Step | undefined {
  if (session.state.status !== 'not-connected' || !session.members || members.length === 0) return undefined;
  const isPending = as === 'pending';
  const named = [...new Set(members)].slice(0, isPending ? MOST_LEFT_TO : MOST_ASKED).map((jid): AskedMember => ({ jid, is: 'next' }));
  const asked = { ...begun(session, message), ...(as ? { askedAs: as } : {}), members: named };
  return beginning('invited', message, context, isPending ? askAll(asked, context) : askNext(asked, context));
}

/** Waits until a member is ready. */
export function waitInLine(session: ImSession, { message }: Input<'wait-in-line'>, context: MachineContext): Step | undefined {
  if (session.state.status !== 'not-connected' || !session.members) return undefined;
  return beginning('waiting-in-line', message, context, quietStep(inLine({ ...begun(session, message), lineSince: context.now })));
}

/** Asks members who have become ready, or notes the place in the line. */
export function goOnInLine(session: ImSession, { members, place }: Input<'go-on-in-line'>, context: MachineContext): Step | undefined {
  const { state } = session;
  if (state.status !== 'inviting' || !state.inLine) return undefined;
  const known = membersOf(session);
  const added = [...new Set(members)].filter((jid) => known.every((member) => member.jid !== jid)).slice(0, MOST_IN_LINE - known.length);
  if (added.length > 0)
    return askNext({ ...session, members: [...known, ...added.map((jid): AskedMember => ({ jid, is: 'next' }))] }, context);
  if (state.inLine.place === place) return undefined;
  return quietStep({ ...session, state: { ...state, inLine: place === undefined ? {} : { place } } });
}

/** The session after all who were asked have turned it down or haven't answered: an agent who waits in line goes on waiting. */
export function backInLine(session: ImSession, effects: readonly Effect[] = []): Step | undefined {
  return session.lineSince !== undefined && membersOf(session).length < MOST_IN_LINE ? quietStep(inLine(session), effects) : undefined;
}

function inLine(session: ImSession): ImSession {
  const { lineSince = 0 } = session;
  return { ...session, state: { status: 'inviting', expiresAt: lineSince + LINE_MS, ringing: false, inLine: {} } };
}

function begun({ hasNobodyReady: _hasNobodyReady, ...session }: ImSession, message: MessageContent | undefined): ImSession {
  return message ? withInitialMessage(session, message) : session;
}

/** The step by which the agent begins, with what they have written. */
function beginning(event: SessionEvent, message: MessageContent | undefined, context: MachineContext, step: Step): Step {
  const { now } = context;
  return {
    session: step.session,
    effects: [
      { type: 'append-event', event, at: now },
      ...(message ? [appendOwn({ ...message, ...firstOf(context) }, context)] : []),
      ...step.effects,
    ],
    happenings: [{ name: 'session-begun', was: 'not-connected', at: now }],
  };
}

/** Asks the next members. Those who were asked before may still accept. */
export function askNext(session: ImSession, context: MachineContext): Step {
  const { now, invitationTimeoutMs } = context;
  const wave = membersOf(session)
    .filter(({ is }) => is === 'next')
    .slice(0, WAVE_SIZE);
  const members = membersOf(session).map((member): AskedMember => (wave.includes(member) ? { ...member, is: 'asked' } : member));
  const isLast = !members.some(({ is }) => is === 'next');
  const ringing = session.state.status === 'inviting' && session.state.ringing;
  return quietStep(
    { ...session, members, state: { status: 'inviting', expiresAt: now + (isLast ? invitationTimeoutMs : WAVE_MS), ringing } },
    wave.map(({ jid }) => sendTo(members, jid, proposalOf(session, context))),
  );
}

/** Leaves it for all members at once. */
function askAll(session: ImSession, context: MachineContext): Step {
  const members = membersOf(session).map(({ jid }): AskedMember => ({ jid, is: 'asked' }));
  return quietStep(
    { ...session, members, state: { status: 'inviting', expiresAt: context.now + PENDING_MS, ringing: false } },
    members.map(({ jid }) => sendTo(members, jid, proposalOf(session, context))),
  );
}

function proposalOf({ id, parent, initialMessage: body, initialMessageId, group, askedAs }: ImSession, context: MachineContext): Signal {
  return {
    type: 'propose',
    sessionId: id,
    ...(body !== undefined && initialMessageId !== undefined ? { message: { id: initialMessageId, body, ...firstOf(context) } } : {}),
    ...(parent ? { parent: sharedOf(parent) } : {}),
    ...(group ? { group } : {}),
    ...(askedAs ? { askedAs } : {}),
  };
}

/** Takes back what was asked of everybody who may still answer. Who waits in line goes on, unless they have cancelled or waited too long. */
export function giveUp(session: ImSession, reason: Extract<EndReason, 'cancelled' | 'no-answer'>, now: number): Step {
  const members = membersOf(session);
  const signal = replyTo(session.id, reason === 'cancelled' ? 'cancel' : 'expire');
  const retracts = members.flatMap(({ jid, is }) => (is === 'asked' ? [sendTo(members, jid, signal)] : []));
  const over = { ...session, members: members.map((member): AskedMember => ({ ...member, is: 'out' })) };
  const isInLine = session.state.status === 'inviting' && session.state.inLine !== undefined;
  const waiting = reason === 'no-answer' && !isInLine ? backInLine(over, retracts) : undefined;
  return waiting ?? end(over, reason, now, retracts);
}

export function membersOf({ members = [] }: ImSession): readonly AskedMember[] {
  return members;
}

export function sendTo(members: readonly AskedMember[], jid: BareJid, signal: Signal): Effect {
  return { type: 'send', signal, member: { jid, place: members.findIndex((member) => member.jid === jid) + 1 } };
}
