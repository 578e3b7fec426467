/*
 * Normalizes addresses and passwords by the browser's own Unicode, in place of RFC 3454's tables of Unicode 3.2 (see stanza-slim.mjs). It refuses no
 * character: the server decides which addresses there can be.
 */

// RFC 3454, table B.1: characters that are removed ("commonly mapped to nothing").
const NOTHING = /[\u00AD\u034F\u1806\u180B-\u180D\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF]/g;
// RFC 3454, table C.1.2: spaces other than the ASCII one (RFC 4013, 2.1, maps them to it).
const SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g;

const withoutNothing = (/** @type {string} */ text) => text.replace(NOTHING, '').normalize('NFKC');
// Lower-cases twice, because the compatibility form of a character may contain capitals.
const folded = (text = '') => withoutNothing(text.toLowerCase()).toLowerCase();

/** Normalizes a domain. */
export const nameprep = folded;
/** Normalizes a local part. */
export const nodeprep = folded;
/** Normalizes a resource. */
export const resourceprep = (text = '') => withoutNothing(text);
/** Normalizes a user name or a password (RFC 4013). */
export const saslprep = (text = '') => withoutNothing(text.replace(SPACES, ' '));
