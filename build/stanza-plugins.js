// What a StanzaJS client can't do without, in place of all its plugins (see stanza-slim.mjs). Signing in is our own: its plugin believes
// whatever a server says (src/background/xmpp/sign-in).
import bind from 'stanza/plugins/bind.js';
import connection from 'stanza/plugins/connection.js';
import disco from 'stanza/plugins/disco.js';
import features from 'stanza/plugins/features.js';

/** @param {{use(plugin: unknown): void}} client */
export function core(client) {
  for (const plugin of [features, disco, bind, connection]) client.use(plugin);
}
