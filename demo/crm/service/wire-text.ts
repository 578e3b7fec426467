import * as v from 'valibot';

/** Text without NUL, which PostgreSQL can't hold, and without half a surrogate pair, which no UTF-8 can write. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/** A text that can be stored, of at most that many UTF-16 units. */
export const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength), v.regex(STORABLE, 'Not storable text.'));

/** A text that can be stored and isn't empty. */
export const someText = (maxLength: number) => v.pipe(text(maxLength), v.minLength(1));

/** An id that a client has chosen: a UUID, a number, a name. */
export const id = v.pipe(v.string(), v.maxLength(128), v.regex(/^[A-Za-z0-9._~-]+$/, 'Letters, digits and ._~- only.'));

/** An agent's bare JID. */
export const agentId = v.pipe(someText(320), v.regex(/^[^\s@/]+@[^\s@/]+$/, 'Not a bare JID.'));

function isDay(date: string): boolean {
  // JavaScript would read the 30th of February as the 2nd of March.
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** A time of RFC 3339 with its offset, in the years 1900 to 2199, parsed to a `Date`. */
export const dateTime = v.pipe(
  v.string(),
  v.regex(
    /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
    'Not a time of RFC 3339.',
  ),
  v.check((value) => isDay(value.slice(0, 10)), 'There is no such day.'),
  v.transform((value) => new Date(value)),
);
