import { type Agent, createClient } from 'stanza';
import { CALL_MESSAGE } from './call-message.ts';

const SIGN_IN_TIMEOUT_MS = 15_000;
/** What a server may offer beside ANONYMOUS, and StanzaJS would prefer. A guest has nothing to sign in with. */
const NOT_FOR_GUESTS = [
  'EXTERNAL',
  'SCRAM-SHA-256-PLUS',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-1',
  'DIGEST-MD5',
  'OAUTHBEARER',
  'X-OAUTH2',
  'PLAIN',
];

/** Signs in as an anonymous guest (SASL ANONYMOUS). Rejects when the service can't be reached, or takes no guests. */
export async function signInGuest(websocket: string, host: string): Promise<Agent> {
  const client = createClient({
    // The JID has no local part: the server makes one up.
    jid: host,
    server: host,
    transports: { websocket, bosh: false },
    autoReconnect: false,
    useStreamManagement: false,
    // Without `iceServers`, StanzaJS would use a public STUN server.
    jingle: { iceServers: [], trickleIce: true, advertiseVideo: false, advertiseFileTransfer: false, bundlePolicy: 'max-bundle' },
  });
  client.stanzas.define(CALL_MESSAGE);
  for (const mechanism of NOT_FOR_GUESTS) client.sasl.disable(mechanism);
  const timer = setTimeout(() => void client.disconnect(), SIGN_IN_TIMEOUT_MS);
  await new Promise<void>((resolve, reject) => {
    client.once('session:started', () => resolve());
    client.once('auth:failed', () => void client.disconnect());
    client.once('disconnected', () => reject(new Error('The guest could not sign in.')));
    void client.connect();
  }).finally(() => clearTimeout(timer));
  // Without presence, the server wouldn't deliver messages to the bare address. A guest has no roster, so that nobody else sees the presence.
  client.sendPresence();
  for (const server of await iceServersOf(client, host)) client.jingle.addICEServer(server);
  return client;
}

/** The STUN and TURN servers that the service names (XEP-0215). StanzaJS writes a transport into `stun:` addresses, which browsers refuse. */
async function iceServersOf(client: Agent, host: string): Promise<RTCIceServer[]> {
  const { services = [] } = await client.getServices(host).catch(() => ({ services: [] }));
  return services.flatMap(({ type, host: at = host, port, transport, username, password }): RTCIceServer[] => {
    const address = `${type}:${at.includes(':') ? `[${at}]` : at}${port ? `:${port}` : ''}`;
    if (type === 'stun' || type === 'stuns') return [{ urls: address }];
    if (type !== 'turn' && type !== 'turns') return [];
    return [{ urls: transport ? `${address}?transport=${transport}` : address, username, credential: password }];
  });
}
