const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** When the server has ended the streams of all its clients, they spread their first attempts over this time. */
const SPREAD_MS = 10_000;
/** The same for a server with other addresses, which may be in reach while this one isn't. */
const SPREAD_TO_OTHERS_MS = 2_000;

/** How long a client of many waits, so that they don't all come back at once. */
export const spreadDelayMs = (hasOthers: boolean): number => Math.random() * (hasOthers ? SPREAD_TO_OTHERS_MS : SPREAD_MS);

/** How long to wait after so many attempts that have failed. The wait is random, so that not everybody comes back to a restarted server at once. */
export function retryDelayMs(attempt: number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return attempt === 0 ? Math.random() * FIRST_MS : ceilingMs / 2 + (Math.random() * ceilingMs) / 2;
}
