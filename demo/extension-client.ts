import { createHash } from 'node:crypto';
import { FIREFOX_ID } from '../build/extension-id.ts';

/** The extension's client id at the demo's issuer. */
export const EXTENSION_CLIENT_ID = 'backchannel';

/** The options of the contact service that let the extension in. */
export interface ExtensionClient {
  readonly origins: readonly string[];
  readonly clients: readonly string[];
  /** Where the issuer's page leads back to. */
  readonly redirectUris: readonly string[];
}

/**
 * The options for the extension in this machine's browsers: the one with this id in Chromium, and any in Firefox, where the extension's origin is
 * different in each profile.
 */
export function extensionClient(chromiumId: string): ExtensionClient {
  const firefoxHash = createHash('sha1').update(FIREFOX_ID).digest('hex');
  const redirectUris = [`https://${chromiumId}.chromiumapp.org/`, `https://${firefoxHash}.extensions.allizom.org/`];
  return {
    origins: [`chrome-extension://${chromiumId}`, 'moz-extension:'],
    redirectUris,
    clients: redirectUris.map((uri) => `${EXTENSION_CLIENT_ID}=${uri}`),
  };
}
