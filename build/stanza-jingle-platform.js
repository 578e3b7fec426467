/* What StanzaJS's Jingle part imports from its modules `platform` and `Utils` (see stanza-slim.mjs). */
export const RTCPeerConnection = globalThis.RTCPeerConnection;

export function uuid() {
  return crypto.randomUUID();
}

/** Compares two session ids, to find the greater one. @param {string} one @param {string} other */
export function octetCompare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
