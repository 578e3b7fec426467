/*
 * Replaces StanzaJS's service discovery (XEP-0030) by what Backchannel needs of it (see stanza-slim.mjs): it asks others, and answers them with what
 * src/background/xmpp/own-caps.ts has put here.
 */

/** @param {import('stanza').Agent} client */
export default function disco(client) {
  const [identities, features, caps] = [new Map(), new Map(), new Map()];
  Object.assign(client, {
    disco: {
      identities,
      features,
      caps,
      // Another plugin says here that it answers pings (XEP-0199), which own-caps.ts says too.
      addFeature() {},
      getCaps: () => [...caps.values()],
    },
    getDiscoInfo: async (/** @type {string} */ to, /** @type {string} */ node) => {
      const { disco: info } = await client.sendIQ({ to, type: 'get', disco: { node, type: 'info' } });
      return { extensions: [], features: [], identities: [], ...info };
    },
  });
  client.on('iq:get:disco', (iq) => {
    const { type, node } = iq.disco;
    if (type === 'items') client.sendIQResult(iq, { disco: { items: [], type } });
    else if (type === 'info') {
      const info = { identities: identities.get(node ?? '') ?? [], features: [...(features.get(node ?? '') ?? [])] };
      client.sendIQResult(iq, { disco: { ...info, node, type } });
    }
  });
}
