import { createHash } from 'node:crypto';

/** What the demo's issuer calls the extension. */
export const EXTENSION_CLIENT_ID = 'backchannel';

const FIREFOX_ID = 'backchannel@backchannel.example';

/** Chromium's id of an extension: the first half of the SHA-256 of its key, or else of its folder, in letters from a to p. */
export function chromiumIdOf(keyOrFolder: Buffer | string): string {
  const half = createHash('sha256').update(keyOrFolder).digest('hex').slice(0, 32);
  return [...half].map((digit) => String.fromCharCode('a'.charCodeAt(0) + parseInt(digit, 16))).join('');
}

/** An extension in the words of the contact service's options. */
export interface ExtensionClient {
  readonly origins: readonly string[];
  readonly clients: readonly string[];
}

/**
 * The extension as it is in browsers of this machine: in Chromium the one with this id, and the one of Firefox, whose origin is
 * another one in each profile.
 */
export function extensionClient(chromiumId: string): ExtensionClient {
  const firefoxHash = createHash('sha1').update(FIREFOX_ID).digest('hex');
  const redirectUris = [`https://${chromiumId}.chromiumapp.org/`, `https://${firefoxHash}.extensions.allizom.org/`];
  return {
    origins: [`chrome-extension://${chromiumId}`, 'moz-extension:'],
    clients: redirectUris.map((uri) => `${EXTENSION_CLIENT_ID}=${uri}`),
  };
}
