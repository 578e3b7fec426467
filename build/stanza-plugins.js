// What a StanzaJS client can't do without, in place of all its plugins (see stanza-slim.mjs).
import bind from 'stanza/plugins/bind.js';
import connection from 'stanza/plugins/connection.js';
import disco from 'stanza/plugins/disco.js';
import features from 'stanza/plugins/features.js';
import sasl from 'stanza/plugins/sasl.js';

/** @param {{use(plugin: unknown): void}} client */
export function core(client) {
  for (const plugin of [features, disco, bind, connection, sasl]) client.use(plugin);
}
