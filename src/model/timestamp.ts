const XEP_0082 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:)(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** No stamp can be earlier, because nothing that XMPP tells of is as old. */
const EARLIEST = Date.UTC(2000, 0);

/** The time of a stamp (XEP-0082, RFC 3339), milliseconds since the epoch; undefined for what is none, or can't be. A leap second is the one before. */
export function parseTimestamp(text: string): number | undefined {
  const [, start = '', second = '', fraction = '', zone = ''] = XEP_0082.exec(text) ?? [];
  const at = Date.parse(`${start}${second === '60' ? '59' : second}${fraction.slice(0, 4)}${zone}`);
  return at >= EARLIEST ? at : undefined;
}

/** The time, or the nearest within bounds; what is no time at all is the later of them. */
export function withinTimes(at: number, earliest: number, latest: number): number {
  return Math.max(earliest, Number.isFinite(at) ? Math.min(at, latest) : latest);
}

/** How far clocks are corrected now and then. */
export const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Whether the clock was set back since something began, so that the time until its end says nothing. It is for times that are stored: what only memory waits
 * for goes by `performance.now`, which nobody can set.
 */
export function wasClockSetBack(since: number, now: number): boolean {
  return since > now + CLOCK_TOLERANCE_MS;
}

/** How long something that is stored lasts, milliseconds since the epoch. */
export interface TimeSpan {
  readonly since: number;
  readonly until: number;
}

/** How many milliseconds of it are left: none, where nobody knows how much of its time is over. */
export function leftOf({ since, until }: TimeSpan, now: number): number {
  return wasClockSetBack(since, now) ? 0 : Math.max(0, until - now);
}
