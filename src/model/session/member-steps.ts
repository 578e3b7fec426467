import { replyTo } from '../invitation.ts';
import type { Envelope } from '../signal.ts';
import { withinTimes } from '../timestamp.ts';
import type { ImSession } from './im-session.ts';
import { isTurnedDown, openAgain } from './late-steps.ts';
import { receiveMessage } from './message-steps.ts';
import { act, hear, type LocalInput } from './session-machine.ts';
import { farewell, connect, type Effect, end, type MachineContext, putAway, quietStep, send, type Step } from './session-step.ts';

/*
 * The rules of a session in which a group was asked, at the side of a member. Who accepts is `connecting` until the inviter says who was the first,
 * because others may have accepted too. What else happens follows the rules of any session.
 */

/** The step that follows from what the agent or a clock does. */
export function actAsMember(session: ImSession, input: LocalInput, context: MachineContext): Step | undefined {
  const { status } = session.state;
  if (input.type === 'accept')
    return status === 'invited' ? accept(session, context.now, [send(replyTo(session.id, 'accept'))]) : undefined;
  if (status !== 'connecting') return act(session, input, context);
  switch (input.type) {
    case 'end':
      return end(session, 'ended-here', context.now, farewell(session));
    case 'peer-left':
      return end(session, 'peer-left', context.now, farewell(session));
    case 'shut-out':
      return end(session, 'not-allowed', context.now, farewell(session));
    default:
      return act(session, input, context);
  }
}

/** The step that follows from a signal of the inviter, or from another device of this agent. */
export function hearAsMember(session: ImSession, heard: Envelope, context: MachineContext): Step | undefined {
  const { signal, isOwn } = heard;
  const { status } = session.state;
  const at = withinTimes(heard.at, session.createdAt, context.now);
  if (signal.type === 'retract' && !isOwn) return hearRetract(session, heard, context);
  if (signal.type === 'proceed' && isOwn) {
    const { session: open, effects } = isTurnedDown(session) ? openAgain(session) : quietStep(session);
    return status === 'invited' || open !== session ? accept(open, at, effects) : undefined;
  }
  if (status !== 'connecting') return signal.type === 'proceed' ? undefined : hear(session, heard, context);
  switch (signal.type) {
    case 'proceed':
      return connect(session, at, []);
    case 'finish':
    case 'gone':
      return end(session, isOwn ? 'ended-here' : 'ended-by-peer', at, []);
    case 'message': {
      // Who writes has been told who was the first: the inviter, or another device of this agent.
      const connected = connect(session, at, []);
      const received = receiveMessage(connected.session, signal.message, signal.wantsReceipt, { ...heard, at }, context);
      return { ...received, happenings: connected.happenings };
    }
    default:
      return hear(session, heard, context);
  }
}

/** The agent has accepted, here or on another device. */
function accept(session: ImSession, at: number, effects: readonly Effect[]): Step {
  const accepted = { ...session, isDisplayed: true, state: { status: 'connecting', since: at } } as const;
  return quietStep(accepted, [{ type: 'append-event', event: 'accepted-here', at }, ...effects]);
}

/** Somebody else was faster, or the inviter has given up. What the agent has on screen stays there, and says so. */
function hearRetract(session: ImSession, heard: Envelope, context: MachineContext): Step | undefined {
  const { signal } = heard;
  const { status } = session.state;
  if (signal.type !== 'retract' || (status !== 'invited' && status !== 'connecting')) return hear(session, heard, context);
  const at = withinTimes(heard.at, session.createdAt, context.now);
  if (signal.reason !== 'answered-by-colleague') {
    if (status === 'invited') return hear(session, heard, context);
    return end(session, signal.reason === 'cancelled' ? 'cancelled' : 'missed', at, []);
  }
  const told = signal.by === undefined ? session : { ...session, answeredBy: signal.by };
  return session.isDisplayed
    ? end(told, 'answered-by-colleague', at, [])
    : putAway(told, 'answered-by-colleague', at, [{ type: 'append-event', event: 'answered-by-colleague', at }]);
}
