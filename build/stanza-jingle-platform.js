/*
 * What StanzaJS's Jingle asks of its platform and its Utils (see stanza-slim.mjs).
 */
export const RTCPeerConnection = globalThis.RTCPeerConnection;

export function uuid() {
  return crypto.randomUUID();
}

/** Session ids that differ: which is greater. @param {string} one @param {string} other */
export function octetCompare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
