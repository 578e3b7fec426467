/** A program that may ask for tokens, with the addresses that they may be sent to. It is a public client: it holds no secret (RFC 6749, 2.1). */
export interface OAuthClient {
  readonly id: string;
  /** They are compared character by character (RFC 9700, 2.1). */
  readonly redirectUris: readonly string[];
}

/** Reads clients from `ID=REDIRECT-URI` texts; an id may come several times. */
export function parseClients(texts: readonly string[]): readonly OAuthClient[] {
  const uris = new Map<string, string[]>();
  for (const text of texts) {
    const [, id, uri] = /^([\w.-]+)=(https?:\/\/[^\s#]+)$/.exec(text) ?? [];
    if (id === undefined || uri === undefined || !URL.canParse(uri)) throw new Error(`${text}: not CLIENT-ID=REDIRECT-URI.`);
    uris.set(id, [...(uris.get(id) ?? []), uri]);
  }
  return [...uris].map(([id, redirectUris]) => ({ id, redirectUris }));
}
