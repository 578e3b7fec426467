import * as v from 'valibot';
import { StreamFailure } from './stream-failure.ts';

const hostMeta = v.object({ links: v.array(v.looseObject({ rel: v.optional(v.string()), href: v.optional(v.string()) })) });
const WEBSOCKET_REL = 'urn:xmpp:alt-connections:websocket';
const TIMEOUT_MS = 10_000;

/**
 * A domain's WebSocket address by its host-meta file (XEP-0156 3).
 * @throws StreamFailure `server-not-found`
 */
export async function findService(domain: string): Promise<string> {
  try {
    const response = await fetch(`https://${domain}/.well-known/host-meta.json`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!response.ok) throw new Error(`host-meta answered ${response.status}`);
    const { links } = v.parse(hostMeta, await response.json());
    const found = links.find(({ rel, href }) => rel === WEBSOCKET_REL && href?.startsWith('wss:'));
    if (!found?.href) throw new Error('host-meta names no secure WebSocket');
    return found.href;
  } catch (cause) {
    throw new StreamFailure('server-not-found', { cause, detail: domain });
  }
}

/**
 * Checks an address given by hand: `wss:`, or `ws:` to this very machine. A password must not cross a network in the clear.
 * @throws StreamFailure `server-not-found`, `insecure-connection`
 */
export function checkService(service: string): string {
  if (!URL.canParse(service)) throw new StreamFailure('server-not-found', { detail: service });
  const { protocol, hostname } = new URL(service);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  if (protocol === 'wss:' || (protocol === 'ws:' && isLoopback)) return service;
  throw new StreamFailure(protocol === 'ws:' ? 'insecure-connection' : 'server-not-found', { detail: service });
}
