import { Random } from './random.ts';

/** What an agent does at one of their browsers. */
const ACTS = {
  say: 24,
  invite: 3,
  accept: 6,
  reject: 1,
  cancel: 1,
  end: 1,
  'mark-done': 1,
  dismiss: 1,
  display: 2,
  consult: 2,
  'change-case': 3,
  'sign-out': 0.7,
  'sign-in': 2,
} as const;

/** What else they do where calls are wanted. */
const CALL_ACTS = { call: 2, 'accept-call': 4, 'reject-call': 0.5, 'end-call': 1 } as const;

/** What goes wrong at one browser, and what ends it. */
const FAULTS = {
  cut: 5,
  freeze: 2,
  thaw: 3,
  refuse: 2,
  allow: 3,
  slow: 2,
  fast: 2,
  'half-close': 2,
  'go-offline': 1,
  'kill-host': 3,
  'kill-browser': 1,
  'start-browser': 2,
  'fill-disk': 1,
  'free-disk': 2,
  'set-clock': 0.7,
} as const;

export type Act = keyof typeof ACTS | keyof typeof CALL_ACTS;
export type Fault = keyof typeof FAULTS;

/** One step: who does or suffers what, and how long it takes until the next one. */
export interface Step {
  /** The browser's number. */
  readonly browser: number;
  readonly what: Act | Fault;
  /** Which other agent, tab or session, by a number that is taken modulo their count. */
  readonly choice: number;
  /** Two act at once: this step isn't waited for. */
  readonly isAtOnce: boolean;
  readonly pauseMs: number;
}

export interface Schedule {
  readonly seed: number;
  /** Which agent each browser belongs to: Anna is 0. */
  readonly browsers: readonly number[];
  /** How far ahead of the true time each browser's clock is at the beginning. */
  readonly clocksAheadMs: readonly number[];
  /** The browsers in which nobody is signed in at the beginning. All sign in at once later. */
  readonly late: readonly number[];
  /** Whether the first two agents are connected at the beginning. */
  readonly isConnected: boolean;
  readonly steps: readonly Step[];
}

const HOUR_MS = 3_600_000;
/** How wrong clocks are at most. */
const WRONG_HOURS = 4;

/** Two or three agents, of whom some have two browsers. */
const CASTS: readonly (readonly number[])[] = [
  [0, 1],
  [0, 1],
  [0, 0, 1],
  [0, 1, 2],
  [0, 0, 1, 2],
  [0, 0, 1, 1],
];

/** A clock that somebody has set: hours ahead or behind. */
export const clockOf = (choice: number): number => Math.round(((choice % 201) / 100 - 1) * WRONG_HOURS * HOUR_MS);

/** The same schedule for the same seed. */
export function scheduleOf(seed: number, { hasCalls }: { readonly hasCalls: boolean }): Schedule {
  const random = new Random(seed);
  const browsers = CASTS[random.below(CASTS.length)]!;
  const clocksAheadMs = browsers.map(() => (random.next() < 0.3 ? clockOf(random.below(1_000)) : 0));
  const isLate = random.next() < 0.4;
  const late = browsers.flatMap((agent, browser) => (isLate && browsers.indexOf(agent) < browser ? [browser] : []));
  const isConnected = random.next() < 0.7;
  const steps = Array.from({ length: 20 + random.below(25) }, (): Step => {
    const isFault = random.next() < 0.35;
    return {
      browser: random.below(browsers.length),
      what: isFault ? random.weighted(FAULTS) : hasCalls ? random.weighted({ ...ACTS, ...CALL_ACTS }) : random.weighted(ACTS),
      choice: random.below(1_000),
      isAtOnce: random.next() < 0.3,
      pauseMs: Math.floor(random.next() ** 3 * 1_500),
    };
  });
  const signIns = late.map((browser): Step => ({ browser, what: 'sign-in', choice: 0, isAtOnce: true, pauseMs: 0 }));
  steps.splice(random.below(steps.length), 0, ...signIns);
  return { seed, browsers, clocksAheadMs, late, isConnected, steps };
}

export const isFault = (what: Act | Fault): what is Fault => what in FAULTS;
