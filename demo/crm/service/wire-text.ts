import * as v from 'valibot';

/** No NUL, which PostgreSQL can't hold, and no half of a surrogate pair, which isn't text. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/** A text of so many UTF-16 units at most, that can be stored. */
export const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength), v.regex(STORABLE, 'Not storable text.'));

/** The same, and not empty. */
export const someText = (maxLength: number) => v.pipe(text(maxLength), v.minLength(1));

/** An id that its maker chose: a UUID, a number, a name. */
export const id = v.pipe(v.string(), v.maxLength(128), v.regex(/^[A-Za-z0-9._~-]+$/, 'Letters, digits and ._~- only.'));

/** A bare JID, which names an agent. */
export const agentId = v.pipe(someText(320), v.regex(/^[^\s@/]+@[^\s@/]+$/, 'Not a bare JID.'));

function isDay(date: string): boolean {
  // The 30th of February would be the 2nd of March.
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** A time of RFC 3339 with its offset, of the years 1900 to 2199; read as a `Date`. */
export const dateTime = v.pipe(
  v.string(),
  v.regex(
    /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/,
    'Not a time of RFC 3339.',
  ),
  v.check((value) => isDay(value.slice(0, 10)), 'There is no such day.'),
  v.transform((value) => new Date(value)),
);
