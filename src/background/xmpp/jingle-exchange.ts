import type { Agent } from 'stanza';
import type { DefinitionOptions } from 'stanza/jxt/index.js';
import type { IQ, Jingle } from 'stanza/protocol';
import serviceDiscovery from 'stanza/protocol/xep0215.js';
import jingle from 'stanza/protocol/xep0166.js';
import rtp from 'stanza/protocol/xep0167.js';
import iceUdp from 'stanza/protocol/xep0176.js';
import dtls from 'stanza/protocol/xep0320.js';
import grouping from 'stanza/protocol/xep0338.js';
import type { IceServer, JingleAnswer, JingleRequest } from '../../channel/media-host.ts';
import { bareJidOf, type FullJid } from '../../model/jid.ts';
import type { MessagingEvents } from '../stream/messaging-port.ts';
import { NS_JINGLE_RTP, NS_JINGLE_RTP_INFO } from './namespaces.ts';

/** The fields by which StanzaJS tells applications and infos apart. Only its file transfer, which we leave out, names them. */
const TYPE_FIELDS: DefinitionOptions[] = [
  {
    element: 'description',
    namespace: NS_JINGLE_RTP,
    aliases: ['iq.jingle.contents.application'],
    type: NS_JINGLE_RTP,
    typeField: 'applicationType',
  },
  {
    element: 'active',
    namespace: NS_JINGLE_RTP_INFO,
    aliases: ['iq.jingle.info'],
    type: `{${NS_JINGLE_RTP_INFO}}active`,
    typeField: 'infoType',
  },
];

/** The answer to a request that nobody answers: the peer's device may be gone. */
const UNANSWERED: JingleAnswer = { error: { condition: 'remote-server-timeout' } };

const FAILED: JingleAnswer = { error: { condition: 'internal-server-error' } };

/**
 * Sends and receives Jingle requests (XEP-0166), and asks for the servers that help calls to find their way (XEP-0215). It is loaded with
 * the first call, because agents who don't call have no use for the protocols' definitions.
 */
export class JingleExchange {
  constructor(
    private readonly client: Agent,
    private readonly events: Pick<MessagingEvents, 'onJingle' | 'onDropped'>,
  ) {
    for (const definitions of [jingle, TYPE_FIELDS, rtp, iceUdp, dtls, grouping, serviceDiscovery]) client.stanzas.define(definitions);
    client.on('iq:set:jingle' as 'iq', (iq: IQ) => void this.#receive(iq));
  }

  async send(to: FullJid, request: JingleRequest): Promise<JingleAnswer> {
    if (!isJingle(request)) return FAILED;
    try {
      await this.client.sendIQ({ to, type: 'set', jingle: request });
      return {};
    } catch (failure) {
      const error = errorOf(failure);
      return error
        ? { error: { condition: error.condition, ...(error.jingleError === undefined ? {} : { jingleError: error.jingleError }) } }
        : UNANSWERED;
    }
  }

  /** @throws when the server doesn't answer, which doesn't mean that it has none */
  async getIceServers(server: string): Promise<readonly IceServer[]> {
    try {
      const { externalServices } = await this.client.sendIQ({ to: server, type: 'get', externalServices: { version: '2' } });
      return (externalServices?.services ?? []).flatMap(iceServerOf);
    } catch (failure) {
      if (!WITHOUT_SERVICES.includes(errorOf(failure)?.condition ?? '')) throw failure;
      return [];
    }
  }

  async #receive(iq: IQ): Promise<void> {
    const { from } = iq;
    if (from === undefined || bareJidOf(from) === from || !iq.jingle) return;
    // The sender is always answered (RFC 6120 8.2.3), whatever becomes of the request here. Whoever takes it looks at what is in it.
    const { error } = await this.events.onJingle(from, { ...iq.jingle }).catch(() => {
      this.events.onDropped('jingle-failed');
      return FAILED;
    });
    if (error) this.client.sendIQError(iq, { error: { type: 'cancel', ...error } } as Parameters<Agent['sendIQError']>[1]);
    else this.client.sendIQResult(iq);
  }
}

/** Whether a request of the media host is one, so that StanzaJS can write it. */
function isJingle(request: JingleRequest): request is JingleRequest & Jingle {
  return typeof request.action === 'string' && typeof request.sid === 'string';
}

/** The errors of servers without external services (XEP-0215). Calls through such a server work only where there is a direct way. */
const WITHOUT_SERVICES: readonly string[] = ['feature-not-implemented', 'service-unavailable', 'item-not-found'];

function errorOf(failure: unknown): IQ['error'] {
  return failure instanceof Object && 'error' in failure ? (failure as IQ).error : undefined;
}

type Service = NonNullable<NonNullable<IQ['externalServices']>['services']>[number];

/**
 * A server in the form that RTCPeerConnection takes. Only a TURN address gets a transport, because Chromium refuses a STUN address with
 * one.
 */
function iceServerOf({ type, host, port, transport, username, password }: Service): IceServer[] {
  // RTCPeerConnection refuses the whole list if it can't read one of them.
  if (host === undefined || !/^[\w.:-]+$/.test(host) || (port !== undefined && !(port > 0 && port < 65_536))) return [];
  const address = port === undefined ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (type === 'stun' || type === 'stuns') return [{ urls: `${type}:${address}` }];
  if ((type !== 'turn' && type !== 'turns') || username === undefined || password === undefined) return [];
  return [
    {
      urls: `${type}:${address}${transport === 'udp' || transport === 'tcp' ? `?transport=${transport}` : ''}`,
      username,
      credential: password,
    },
  ];
}
