import * as v from 'valibot';

export const lockStateShape = v.object({
  isLocked: v.boolean(),
  /** When the agent was last seen at their desk. Times are milliseconds since the epoch. */
  activeAt: v.number(),
  /** Since it was unlocked last. */
  wrongTries: v.number(),
  /** Until then no password is looked at. */
  nextTryAt: v.number(),
});

/** Whether an agent's desk is locked, and what decides when it will be. */
export type LockState = Readonly<v.InferOutput<typeof lockStateShape>>;

/** In place of a state that can't be read. */
export const LOCKED: LockState = { isLocked: true, activeAt: 0, wrongTries: 0, nextTryAt: 0 };
