import type { ImSession } from './im-session.ts';
import { asSeen, dismissNotification } from './seen-steps.ts';
import { MARK_STATES, type SessionMark } from './session-mark.ts';
import { putAway, quietStep, type Step } from './session-step.ts';

/** How far the agent is with a session; undefined where nothing has to be told. */
export function markOf(session: ImSession, at: number): SessionMark | undefined {
  const state = stateOf(session);
  const { id, lastReceivedId } = session;
  return state && { sessionId: id, state, at, ...(lastReceivedId === undefined ? {} : { readId: lastReceivedId }) };
}

function stateOf({ isDone, isDisplayed, unread, state }: ImSession): SessionMark['state'] | undefined {
  if (isDone) return 'done';
  if (isDisplayed && unread === 0) return 'seen';
  return state.status === 'invited' && state.notification === 'dismissed' ? 'dismissed' : undefined;
}

/** Whether a mark takes the place of another one of its session: about the same message the further one does, and else the later one. */
export function doesSupersede(mark: SessionMark, other: SessionMark | undefined): boolean {
  if (!other) return true;
  return mark.readId === other.readId ? MARK_STATES.indexOf(mark.state) > MARK_STATES.indexOf(other.state) : mark.at > other.at;
}

/** The step that follows from what the agent did in another browser; undefined where it changes nothing. */
export function takeMark(session: ImSession, mark: SessionMark, now: number): Step | undefined {
  if (session.isDone || session.lastReceivedId !== mark.readId) return undefined;
  switch (mark.state) {
    case 'dismissed':
      return dismissNotification(session);
    case 'seen':
      return session.isDisplayed && session.unread === 0 ? undefined : quietStep(asSeen(session));
    case 'done':
      // A session that goes on here has yet to hear of its end.
      return session.state.status === 'ended' ? putAway(session, 'cancelled', now) : undefined;
  }
}
