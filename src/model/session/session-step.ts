import { withoutCaseData } from '../interaction/consultation.ts';
import { endedState } from '../invitation.ts';
import type { Delivery, DeliveryFailure, EndReason, ImSession, SessionEvent, TranscriptMessage } from './im-session.ts';
import type { BareJid } from '../jid.ts';
import type { SessionHappening } from './session-happening.ts';
import type { Signal } from '../signal.ts';

export interface MachineContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly me: BareJid;
  /** Names this browser in the order of messages. */
  readonly device: string;
  readonly invitationTimeoutMs: number;
  readonly notificationTimeoutMs: number;
  /** Do Not Disturb: invitations are pending at once, without a notification. */
  readonly areNotificationsHeld: boolean;
}

/** What the session host has to do after a step, in this order. */
export type Effect =
  /** `member`: of a group, who is told in place of the peer, and their place in the list, from 1. */
  | { readonly type: 'send'; readonly signal: Signal; readonly member?: { readonly jid: BareJid; readonly place: number } }
  | {
      readonly type: 'append-event';
      readonly event: SessionEvent;
      readonly at: number;
      /** Where it may happen more than once. */
      readonly id?: string;
      readonly text?: string;
    }
  | {
      readonly type: 'append-message';
      readonly message: Pick<TranscriptMessage, 'id' | 'from' | 'isOwn' | 'body' | 'at' | 'delivery' | 'stanzaId' | 'unshown' | 'order'>;
    }
  /** Raises the delivery of one own message, or of all up to it. */
  | {
      readonly type: 'deliver';
      readonly messageId: string;
      readonly delivery: Delivery;
      readonly isUpTo: boolean;
      readonly failure?: DeliveryFailure;
    }
  /** Removes an own message, in place of which others are sent. */
  | { readonly type: 'remove-message'; readonly messageId: string };

export interface Step {
  readonly session: ImSession;
  readonly effects: readonly Effect[];
  /** What others have to know of, in its order. */
  readonly happenings: readonly SessionHappening[];
}

/** The effect that tells the peer. */
export function send(signal: Signal): Effect {
  return { type: 'send', signal };
}

/** A step of which nobody but the session itself has to know. */
export function quietStep(session: ImSession, effects: readonly Effect[] = []): Step {
  return { session, effects, happenings: [] };
}

/** The step with more to be done after it. */
export function withEffects(step: Step, effects: readonly Effect[]): Step {
  return { ...step, effects: [...step.effects, ...effects] };
}

/** Connects the session. Where the peer hadn't been asked before, it begins by that. */
export function connect(session: ImSession, at: number, effects: readonly Effect[]): Step {
  const was = session.state.status;
  return {
    session: { ...session, state: { status: 'connected', since: at } },
    effects,
    happenings: [...(was === 'not-connected' ? [{ name: 'session-begun', was, at } as const] : []), { name: 'session-accepted', was, at }],
  };
}

/** Ends the session. One that has ended already stays as it is. */
export function close(session: ImSession, reason: EndReason, at: number, effects: readonly Effect[] = [], text?: string): Step {
  const was = session.state.status;
  if (was === 'ended') return quietStep(session, effects);
  const state = endedState(session, reason, at);
  const over = session.parent ? { ...session, parent: withoutCaseData(session.parent) } : session;
  return {
    session: { ...over, state },
    effects,
    happenings: [{ name: 'session-ended', was, at: state.at, reason, ...(text ? { text } : {}) }],
  };
}

/** Ends the session if it goes on, and marks it done. */
export function putAway(session: ImSession, reason: EndReason, at: number, effects: readonly Effect[] = []): Step {
  const closed = close(session, reason, at, effects);
  return {
    session: { ...closed.session, isDone: true, unread: 0 },
    effects,
    happenings: [...closed.happenings, { name: 'session-done', was: session.state.status, at }],
  };
}

/** The session after it has ended, which its transcript says. @param text What the peer has said to it */
export function end(session: ImSession, reason: EndReason, at: number, effects: readonly Effect[], text?: string): Step {
  return close(session, reason, at, [{ type: 'append-event', event: reason, at, ...(text ? { text } : {}) }, ...effects], text);
}

/** The session after this agent has turned it down, with these words. It counts as done, because there is nothing more to do with it. */
export function rejected(session: ImSession, at: number, effects: readonly Effect[], text?: string): Step {
  return putAway(session, 'rejected', at, [{ type: 'append-event', event: 'rejected', at, ...(text ? { text } : {}) }, ...effects]);
}

/** What tells the peer that the session is over. */
export function farewell({ id, isPlain }: ImSession): Effect[] {
  return [send(isPlain ? { type: 'gone', sessionId: id } : { type: 'finish', sessionId: id })];
}
