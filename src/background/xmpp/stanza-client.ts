import type { Agent, AgentConfig } from 'stanza';
import Client from 'stanza/Client';
import roster from 'stanza/plugins/roster';
import { Buffer } from 'stanza/platform';
import type { Login } from '../messaging-port.ts';
import { BearerToken } from './bearer-token.ts';
import { CONSULTATION } from './consultation-element.ts';
import { createIncomingQueue, type IncomingProblem } from './incoming-queue.ts';
import { JINGLE_MESSAGE } from './jingle-message.ts';
import { useNativeScram } from './native-scram.ts';
import { CAPS_NODE, NS_CHAT_MARKERS, NS_CHAT_STATES, NS_IM, NS_JINGLE, NS_JINGLE_AUDIO, NS_JINGLE_DTLS, NS_JINGLE_ICE, NS_JINGLE_MESSAGE, NS_JINGLE_RTP, NS_RECEIPTS } from './namespaces.ts';
import { VCARD_NAME } from './vcard-name.ts';
import { WebSocketTransport } from './websocket-transport.ts';

const PASSWORD_MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'];
const OTHER_MECHANISMS = ['EXTERNAL', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1-PLUS', 'DIGEST-MD5', 'OAUTHBEARER', 'X-OAUTH2', 'ANONYMOUS'];

const FEATURES = [NS_IM, NS_JINGLE_MESSAGE, NS_RECEIPTS, NS_CHAT_STATES, NS_CHAT_MARKERS];
const CALL_FEATURES = [NS_JINGLE, NS_JINGLE_RTP, NS_JINGLE_AUDIO, NS_JINGLE_ICE, NS_JINGLE_DTLS];

export interface StanzaClientOptions {
  readonly jid: string;
  readonly service: string;
  readonly resource: string;
  readonly login: Login;
  /** The agent takes calls: other clients are told so. */
  readonly takesCalls: boolean;
  readonly onProblem: (problem: IncomingProblem) => void;
}

/**
 * A StanzaJS client with the parts that we use and no more. Its messaging plugin is left out on purpose: it acknowledges a
 * message before it is stored, and passes a carbon's content on as if it had come by itself.
 */
export function createStanzaClient({ jid, service, resource, login, takesCalls, onProblem }: StanzaClientOptions): Agent {
  const [username = '', host = ''] = jid.split('@');
  const config: AgentConfig & { capsNode: string } = {
    jid,
    resource,
    server: host,
    transports: { websocket: service, bosh: false },
    autoReconnect: false,
    capsNode: CAPS_NODE,
    credentials: { username, host, ...credentialsOf(login) },
  };
  const bare = new Client(config);
  bare.transports.websocket = WebSocketTransport;
  bare.incomingDataQueue = createIncomingQueue(bare, onProblem);
  useNativeScram(bare);
  // StanzaJS types its plugins' methods on Agent only; Client gets them by use().
  const client = bare as unknown as Agent;
  client.sasl.disable('OAUTHBEARER');
  client.sasl.register('OAUTHBEARER', BearerToken, 1000);
  const allowed = 'token' in login ? ['OAUTHBEARER'] : 'keys' in login ? PASSWORD_MECHANISMS.slice(0, 2) : PASSWORD_MECHANISMS;
  for (const mechanism of [...PASSWORD_MECHANISMS, ...OTHER_MECHANISMS]) {
    if (!allowed.includes(mechanism)) client.sasl.disable(mechanism);
  }
  client.stanzas.define([...JINGLE_MESSAGE, ...CONSULTATION]);
  client.stanzas.define(VCARD_NAME);
  client.use(roster);
  for (const feature of [...FEATURES, ...(takesCalls ? CALL_FEATURES : [])]) client.disco.addFeature(feature);
  client.updateCaps();
  return client;
}

function credentialsOf(login: Login) {
  if (!('keys' in login)) return login;
  const { salt, clientKey, serverKey } = login.keys;
  return { salt: Buffer.from(salt), clientKey: Buffer.from(clientKey), serverKey: Buffer.from(serverKey) };
}
