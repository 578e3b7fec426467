/** The longest wait that is respected. A service that asks for more may be misconfigured, and is asked again by then. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/** The three forms of a date (RFC 9110 5.6.7); only the last one doesn't say that it is UTC. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*, \d\d[ -]\w{3}[ -](?:\d{4}|\d\d) \d\d:\d\d:\d\d GMT$/;
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [\d ]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * What `Retry-After` says (RFC 9110 10.2.3), in seconds or as a date: how long to wait from now, milliseconds, never longer than an hour.
 * For a time that has passed there is nothing to wait for. Undefined for what can't be read.
 * @param now milliseconds since the epoch
 */
export function retryAfterOf(value: string | null, now: number): number | undefined {
  const given = value?.trim() ?? '';
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : dateOf(given) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}

function dateOf(text: string): number {
  if (HTTP_DATE.test(text)) return Date.parse(text);
  return ASCTIME.test(text) ? Date.parse(`${text} GMT`) : NaN;
}
