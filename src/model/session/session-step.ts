import type { Delivery, ImSession, SessionEvent, TranscriptMessage } from './im-session.ts';
import type { BareJid } from '../jid.ts';
import type { Signal } from '../signal.ts';

export interface MachineContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly me: BareJid;
  readonly invitationTimeoutMs: number;
  readonly notificationTimeoutMs: number;
  /** Do Not Disturb: invitations are pending at once, without a notification. */
  readonly areNotificationsHeld: boolean;
}

/** What the session host has to do after a step, in this order. */
export type Effect =
  | { readonly type: 'send'; readonly signal: Signal }
  | {
      readonly type: 'append-event';
      readonly event: SessionEvent;
      readonly at: number;
      /** Where it may happen more than once. */ readonly id?: string;
    }
  | { readonly type: 'append-message'; readonly message: Pick<TranscriptMessage, 'id' | 'from' | 'isOwn' | 'body' | 'at' | 'delivery'> }
  /** Raises the delivery of one own message, or of all up to it. */
  | { readonly type: 'deliver'; readonly messageId: string; readonly delivery: Delivery; readonly isUpTo: boolean };

export interface Step {
  readonly session: ImSession;
  readonly effects: readonly Effect[];
}

/** The effect that tells the peer. */
export function send(signal: Signal): Effect {
  return { type: 'send', signal };
}

/** The step with more to be done after it. */
export function withEffects(step: Step, effects: readonly Effect[]): Step {
  return { ...step, effects: [...step.effects, ...effects] };
}
