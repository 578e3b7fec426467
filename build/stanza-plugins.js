// The plugins that a StanzaJS client needs at the least, in place of all its plugins (see stanza-slim.mjs). The plugin that signs in isn't among
// them, because it believes whatever a server says; src/background/xmpp/sign-in signs in.
import bind from 'stanza/plugins/bind.js';
import connection from 'stanza/plugins/connection.js';
import features from 'stanza/plugins/features.js';
import disco from './stanza-disco.js';

/** @param {{use(plugin: unknown): void}} client */
export function core(client) {
  for (const plugin of [features, disco, bind, connection]) client.use(plugin);
}
