import type { Bytes } from './sign-in-exchange.ts';

const encoder = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function bytesOf(text: string): Bytes {
  return encoder.encode(text);
}

export function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Undefined for what is no base64 (RFC 4648, 4: with its padding, and nothing else in it). */
export function fromBase64(text: string): Bytes | undefined {
  return BASE64.test(text) ? Uint8Array.from(atob(text), (char) => char.charCodeAt(0)) : undefined;
}

/** Takes the same time whatever is different, so that nobody learns by trying how much was right. */
export function areSameBytes(one: Bytes, other: Bytes): boolean {
  let difference = one.length ^ other.length;
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0);
  return difference === 0;
}

/** The exclusive or of two texts of bytes of the same length. */
export function xorOf(one: Bytes, other: Bytes): Bytes {
  return one.map((byte, at) => byte ^ (other[at] ?? 0));
}
