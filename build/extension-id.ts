import { createHash } from 'node:crypto';

/** The add-on's id in Firefox, as the manifest says. A GUID belongs to no domain. */
export const FIREFOX_ID = '{4f8db748-f8b2-4431-9c1e-151d71e088fd}';

/** Chromium's id of an extension, in letters from a to p: the first half of the SHA-256 of its public key (DER, SPKI). */
export function chromiumIdOf(publicKey: Buffer): string {
  const half = createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
  return [...half].map((digit) => String.fromCharCode('a'.charCodeAt(0) + parseInt(digit, 16))).join('');
}

/** Chromium's id of an extension whose manifest has this `key`. */
export const chromiumIdOfKey = (key: string): string => chromiumIdOf(Buffer.from(key, 'base64'));
