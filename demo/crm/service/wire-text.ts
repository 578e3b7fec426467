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

/** A time of RFC 3339 with its offset, from the year 1 to 9999; read as a `Date`. */
export const dateTime = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^(?!0000)\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/, 'Not a time of RFC 3339.'),
  v.transform((value) => new Date(value.toUpperCase())),
  v.check((value) => !Number.isNaN(value.getTime()), 'There is no such time.'),
);
