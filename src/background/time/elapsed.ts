/**
 * The time since this thread began, in milliseconds. Setting the computer's clock doesn't change it, so that what only memory waits for is measured
 * with it. What is stored has the time of day, and asks `wasClockSetBack`.
 */
export const elapsedMs = (): number => performance.now();
