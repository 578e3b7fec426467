/*
 * What StanzaJS imports from its module `platform`, written with browsers' own functions. It replaces shims of Node's Buffer, streams and crypto,
 * which are a third of StanzaJS's size (see stanza-slim.mjs). Each class has only what StanzaJS's modules use.
 */
export const name = 'browser';
export const fetch = globalThis.fetch;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @param {string} text @param {string} encoding @returns {Uint8Array} */
function bytesOf(text, encoding) {
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return encoder.encode(text);
    case 'base64':
      // Like Node, it skips white space and what isn't base64, and padding may be missing.
      return Uint8Array.from(
        atob(
          text
            .replace(/-/g, '+')
            .replace(/_/g, '/')
            .replace(/[^A-Za-z0-9+/]/g, ''),
        ),
        (char) => char.charCodeAt(0),
      );
    case 'hex':
      return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
    default:
      throw new TypeError(`Unknown encoding: ${encoding}`);
  }
}

/** Bytes that can be made from text, and text from them. */
export class Buffer extends Uint8Array {
  // Without this, array methods would return Buffers; plain bytes are enough.
  static get [Symbol.species]() {
    return Uint8Array;
  }

  /** @param {string | ArrayBuffer | ArrayLike<number>} value @param {string} [encoding] */
  static from(value, encoding = 'utf8') {
    return new Buffer(typeof value === 'string' ? bytesOf(value, encoding) : value);
  }

  /** @param {number} size */
  static alloc(size) {
    return new Buffer(size);
  }

  /** @param {readonly Uint8Array[]} parts */
  static concat(parts) {
    const all = new Buffer(parts.reduce((length, part) => length + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }

  /** @param {Uint8Array} one @param {Uint8Array} other @returns {number} */
  static compare(one, other) {
    const length = Math.min(one.length, other.length);
    for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;

    return Math.sign(one.length - other.length);
  }

  /** @param {Uint8Array} other */
  compare(other) {
    return Buffer.compare(this, other);
  }

  /** @param {unknown} value */
  static isBuffer(value) {
    return value instanceof Buffer;
  }

  /** @param {string} [encoding] */
  toString(encoding = 'utf8') {
    switch (encoding) {
      case 'utf8':
      case 'utf-8':
        return decoder.decode(this);
      case 'base64':
        return btoa(Array.from(this, (byte) => String.fromCharCode(byte)).join(''));
      case 'hex':
        return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
      default:
        throw new TypeError(`Unknown encoding: ${encoding}`);
    }
  }
}

/** @param {number} size */
export function randomBytes(size) {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(size)));
}
