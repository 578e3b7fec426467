/*
 * A host that pages of several origins have knows each interaction by an id that is made of the origin and the page's own id, so that no page reaches
 * the interactions of another origin.
 */

/**
 * The id of an interaction that a page of an origin calls `ownId`. It differs from origin to origin, so that no page reaches another origin's. It is
 * a hash, because colleagues' programs see it and needn't learn the origin.
 */
export async function interactionIdOf(origin: string, ownId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${origin} ${ownId}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
