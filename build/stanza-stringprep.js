/*
 * Addresses and passwords in their normal form, by the browser's own Unicode in place of RFC 3454's tables of Unicode 3.2 (see
 * stanza-slim.mjs). The server decides which addresses there are: what it forbids is not refused here once more.
 */

// RFC 3454, table B.1: commonly mapped to nothing.
const NOTHING = /[\u00AD\u034F\u1806\u180B-\u180D\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF]/g;
// RFC 3454, table C.1.2: spaces other than the ASCII one (RFC 4013, 2.1, maps them to it).
const SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g;

const withoutNothing = (/** @type {string} */ text) => text.replace(NOTHING, '').normalize('NFKC');
// Lower-cased twice: the compatibility form of a character may have capitals of its own.
const folded = (text = '') => withoutNothing(text.toLowerCase()).toLowerCase();

/** A domain. */
export const nameprep = folded;
/** A local part. */
export const nodeprep = folded;
/** A resource. */
export const resourceprep = (text = '') => withoutNothing(text);
/** A user name or a password (RFC 4013). */
export const saslprep = (text = '') => withoutNothing(text.replace(SPACES, ' '));
