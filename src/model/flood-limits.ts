import type { Signal } from './signal.ts';
import type { Limit } from './rate-limit.ts';
import type { Standing } from './standing.ts';

/*
 * How much of everything a peer may send. Neither people nor our own programs come near these limits. Reading the archive after days away doesn't
 * either, because a signal counts at the time when it was sent, not when it is read. What is beyond the limits is dropped, so that a flood costs its
 * sender and not the agent.
 */

/** What comes in and costs something: memory, the store, the agent's attention, an answer. */
export type Cost =
  /** Asks for a new session: an invitation, a message from outside of any session, or one into a session that was marked done. */
  | 'invitation'
  | 'call'
  /** A message into a session that goes on. */
  | 'message'
  /** A message into a session that waits for an answer, or that is over. */
  | 'late-message'
  | 'typing'
  /** What a consultation shares. */
  | 'share'
  /** Answers, receipts and markers in sessions and calls that exist. */
  | 'signal'
  | 'presence'
  /** Jingle, and other questions that are answered (IQ). */
  | 'request';

/**
 * The kinds of peers, each with a budget of its own, so that contacts who call never use up what is for colleagues. The agent's own devices
 * have no limit.
 */
export const BUDGET_HOLDERS = ['colleague', 'guest', 'stranger'] as const satisfies readonly Standing[];
export type BudgetHolder = (typeof BUDGET_HOLDERS)[number];

/** The limit of each peer, and the limit of all peers of its kind together. */
export interface Budget {
  readonly each: Limit;
  readonly all: Limit;
}

const limit = (burst: number, perSecond: number): Limit => ({ burst, perSecond });
const NOTHING: Budget = { each: limit(0, 0), all: limit(0, 0) };

export const BUDGETS: Readonly<Record<BudgetHolder, Readonly<Record<Cost, Budget>>>> = {
  colleague: {
    invitation: { each: limit(60, 1 / 30), all: limit(600, 2) },
    call: { each: limit(30, 1 / 10), all: limit(300, 5) },
    // Nothing that a colleague writes into an open session is lost: some write by programs.
    message: { each: limit(20_000, 50), all: limit(100_000, 500) },
    'late-message': { each: limit(500, 2), all: limit(5_000, 50) },
    typing: { each: limit(100, 5), all: limit(2_000, 100) },
    // Hosts share twice a second at most, for each consultation.
    share: { each: limit(300, 10), all: limit(3_000, 100) },
    // A thousand receipts come at once for what was written while the peer was away.
    signal: { each: limit(20_000, 100), all: limit(100_000, 1_000) },
    // The presence of thousands comes at each sign-in.
    presence: { each: limit(300, 5), all: limit(100_000, 1_000) },
    // A call's candidates come in a burst.
    request: { each: limit(500, 20), all: limit(5_000, 200) },
  },
  guest: {
    invitation: NOTHING,
    call: { each: limit(10, 1 / 10), all: limit(120, 2) },
    message: NOTHING,
    'late-message': NOTHING,
    typing: NOTHING,
    share: NOTHING,
    signal: { each: limit(100, 2), all: limit(2_000, 50) },
    presence: NOTHING,
    request: { each: limit(500, 20), all: limit(2_000, 100) },
  },
  stranger: {
    invitation: { each: limit(5, 1 / 60), all: limit(60, 1 / 5) },
    call: { each: limit(3, 1 / 60), all: limit(30, 1 / 5) },
    message: { each: limit(2_000, 10), all: limit(10_000, 50) },
    'late-message': { each: limit(50, 1 / 5), all: limit(500, 5) },
    typing: { each: limit(50, 2), all: limit(200, 10) },
    share: { each: limit(60, 2), all: limit(300, 10) },
    signal: { each: limit(2_000, 20), all: limit(10_000, 100) },
    presence: { each: limit(20, 1), all: limit(200, 5) },
    request: { each: limit(200, 10), all: limit(1_000, 50) },
  },
};

/** Invitations of one peer, and of all of its kind, that wait for the agent's answer: more are dropped. */
export const MOST_PENDING: Readonly<Record<BudgetHolder, { readonly each: number; readonly all: number }>> = {
  colleague: { each: 10, all: 200 },
  guest: { each: 0, all: 0 },
  stranger: { each: 2, all: 20 },
};

/** Calls that ring at once. More are turned down: the caller hears that, and there is room for others. */
export const MOST_RINGING: typeof MOST_PENDING = {
  colleague: { each: 3, all: 20 },
  guest: { each: 2, all: 20 },
  stranger: { each: 1, all: 3 },
};

/** How many missed sessions of one peer stay in the list; older ones count as done. */
export const MOST_MISSED = 10;

/** Where a message goes: `open` goes on, `closed` waits for an answer or is over, `none` would be a new session, or one from history. */
export type MessagePlace = 'open' | 'closed' | 'none';

/** What a signal costs. @param isKnown The session or call that it begins is there already */
export function costOf(signal: Signal, isKnown: boolean, place: MessagePlace): Cost {
  switch (signal.type) {
    case 'propose':
      return isKnown ? 'signal' : 'invitation';
    case 'propose-call':
      return isKnown ? 'signal' : 'call';
    case 'message':
      return place === 'open' ? 'message' : place === 'closed' ? 'late-message' : 'invitation';
    case 'typing':
    case 'share':
      return signal.type;
    default:
      return 'signal';
  }
}
