/*
 * The platform for the part of StanzaJS that computes the hashes of entity capabilities (XEP-0115), which are SHA-1 and SHA-256 (see
 * stanza-slim.mjs). It is loaded only where an answer is checked. Signing in uses the browser's own cryptography.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from './stanza-platform.js';

export { Buffer };

const HASHES = { 'sha-1': sha1, 'sha-256': sha256 };

/** @param {string} algorithm */
function hashNamed(algorithm) {
  const hash = HASHES[algorithm.toLowerCase()];
  if (!hash) throw new Error(`Unsupported hash algorithm: ${algorithm}`);
  return hash;
}

/** Node's interface to a hash that is being computed. */
function digester(state) {
  return {
    /** @param {string | Uint8Array} data */
    update(data) {
      state.update(typeof data === 'string' ? new TextEncoder().encode(data) : data);
      return this;
    },
    /** @param {string} [encoding] */
    digest(encoding) {
      const result = Buffer.from(state.digest());
      return encoding ? result.toString(encoding) : result;
    },
  };
}

/** @param {string} algorithm */
export function createHash(algorithm) {
  return digester(hashNamed(algorithm).create());
}
