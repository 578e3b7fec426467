import type { Agent, AgentConfig } from 'stanza';
import Client from 'stanza/Client';
import roster from 'stanza/plugins/roster';
import { domainOf } from '../../model/jid.ts';
import { RefusedStanzas } from '../stream/refused-stanzas.ts';
import { DISCO_IDENTITY } from './caps.ts';
import { CONSULTATION } from './consultation-element.ts';
import { DELAY_STAMPS } from './delay-stamps.ts';
import { createIncomingQueue, type IncomingProblem } from './incoming-queue.ts';
import { JINGLE_MESSAGE } from './jingle-message.ts';
import { MESSAGE_ORDER } from './message-order.ts';
import { sayOwnCaps } from './own-caps.ts';
import { STATUS_CHOICE } from './presence-status.ts';
import { STREAM_TO_KEEP } from './stream-management.ts';
import { STREAM_LIMITS } from './outgoing-stanzas.ts';
import { UNSHOWN_CONTENT } from './unshown-content.ts';
import { VCARD_NAME } from './vcard-name.ts';
import { WebSocketTransport } from './websocket-transport.ts';

export interface StanzaClientOptions {
  readonly jid: string;
  readonly service: string;
  readonly resource: string;
  /** Whether the agent takes calls. Other clients are told so. */
  readonly takesCalls: boolean;
  readonly onProblem: (problem: IncomingProblem) => void;
  /** The stanzas that the server doesn't take. */
  readonly refused?: RefusedStanzas;
}

/**
 * A StanzaJS client with the parts that we use and no more. Its messaging plugin is left out on purpose: it acknowledges a message before
 * it is stored, and passes a carbon's content on as if it had come by itself. Its sign-in is left out too, because it believes everything
 * that the server says; sign-in/authenticate.ts takes its place.
 */
export function createStanzaClient({
  jid,
  service,
  resource,
  takesCalls,
  onProblem,
  refused = new RefusedStanzas(() => undefined),
}: StanzaClientOptions): Agent {
  const config: AgentConfig = {
    jid,
    resource,
    server: domainOf(jid),
    transports: { websocket: service, bosh: false },
    autoReconnect: false,
  };
  const client = new Client(config);
  client.transports.websocket = class extends WebSocketTransport {
    constructor(agent: Agent, sm: Agent['sm'], stanzas: Agent['stanzas']) {
      super(agent, sm, stanzas, refused);
    }
  };
  client.incomingDataQueue = createIncomingQueue(client, onProblem);
  if (!hasPlugins(client)) throw new Error('StanzaJS has no plugins');
  client.stanzas.define([...JINGLE_MESSAGE, ...CONSULTATION, ...DELAY_STAMPS, UNSHOWN_CONTENT, MESSAGE_ORDER]);
  client.stanzas.define([VCARD_NAME, STREAM_LIMITS]);
  client.stanzas.define(DISCO_IDENTITY);
  client.stanzas.define(STATUS_CHOICE);
  client.stanzas.define(STREAM_TO_KEEP);
  client.use(roster);
  sayOwnCaps(client.disco, takesCalls);
  return client;
}

/** StanzaJS types its plugins' methods on `Agent` only; a `Client` makes itself one by `use`. */
function hasPlugins(client: Client): client is Client & Agent {
  return 'disco' in client;
}
