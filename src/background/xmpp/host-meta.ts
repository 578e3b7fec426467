// ====================================================================
// XEP-0156: Discovering Alternative XMPP Connection Methods
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0156.html
// Version: 1.4.0 (2022-01-22)
// ====================================================================
import * as v from 'valibot';
import { StreamFailure } from '../stream/stream-failure.ts';
import { namedHost } from '../../model/named-host.ts';
import { checkService, problemOf } from './service-address.ts';
import { readXml } from './xml-reader.ts';

const WEBSOCKET_REL = 'urn:xmpp:alt-connections:websocket';
/** Ours (docs/protocol.md 13): the address of an availability hub, as `xmpp:hub.support.example`. */
const HUB_REL = 'urn:backchannel:availability:0';
const MOST_HUBS = 2;
const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0';
const TIMEOUT_MS = 10_000;
const MAX_LENGTH = 65_536;
const XML_BOUNDS = { length: MAX_LENGTH, depth: 8, attributes: 32, children: 1_000 };

interface Link {
  readonly rel?: string;
  readonly href?: string;
}

const jrd = v.object({ links: v.array(v.looseObject({ rel: v.optional(v.string()), href: v.optional(v.string()) })) });
const linksOfJson = (text: string): readonly Link[] => v.parse(jrd, JSON.parse(text)).links;
/** Comments are taken out first: a host-meta file may have some, but our reader refuses them, because stanzas have none. */
const linksOfXml = (text: string): readonly Link[] =>
  readXml(text.replace(/<!--[^]*?-->/g, ''), XML_BOUNDS)
    .getChildren('Link', NS_XRD)
    .map(({ attributes: { rel, href } }) => ({ rel, href }));

/** What a domain says of its messaging server. */
export interface FoundServer {
  /** Its WebSocket addresses, with spaces between them. */
  readonly service: string;
  /** Its availability hubs. */
  readonly hubs: string[];
}

/**
 * A domain's messaging server by its host-meta file, in either of its forms (RFC 6415). Insecure addresses are left out.
 * @throws StreamFailure `server-not-found`, `insecure-connection`
 */
export async function findServer(domain: string): Promise<FoundServer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const address = `https://${domain}/.well-known/host-meta`;
  let links: readonly Link[];
  try {
    links = await readLinks(`${address}.json`, signal, linksOfJson).catch(() => readLinks(address, signal, linksOfXml));
  } catch (cause) {
    throw new StreamFailure('server-not-found', { cause, detail: domain });
  }
  const services = targetsOf(links, WEBSOCKET_REL);
  const usable = services.filter((service) => !/\s/.test(service) && !problemOf(service));
  return { service: checkService((usable.length ? usable : services.slice(0, 1)).join(' ')), hubs: hubsOf(links, domain) };
}

/** A hub is a component of the domain's own server. Another host isn't believed who is ready, whatever the file says. */
function hubsOf(links: readonly Link[], domain: string): string[] {
  const hosts = targetsOf(links, HUB_REL).flatMap((href) => (href.startsWith('xmpp:') ? [namedHost(href.slice('xmpp:'.length))] : []));
  return [...new Set(hosts.filter((host) => host !== undefined))].filter((host) => host.endsWith(`.${domain}`)).slice(0, MOST_HUBS);
}

function targetsOf(links: readonly Link[], wanted: string): readonly string[] {
  return links.flatMap(({ rel, href }) => (rel === wanted && href ? [href] : []));
}

async function readLinks(address: string, signal: AbortSignal, linksOf: (text: string) => readonly Link[]): Promise<readonly Link[]> {
  const response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new Error(`host-meta answered ${response.status}`);
  // Anybody on the way could have answered in the domain's place.
  if (!response.url.startsWith('https:')) throw new Error('host-meta was redirected to an insecure address');
  const links = linksOf(await readText(response));
  if (targetsOf(links, WEBSOCKET_REL).length === 0) throw new Error('host-meta names no WebSocket');
  return links;
}

/** Reads a text of a bounded size, so that no domain can fill the session host's memory. */
async function readText({ body }: Response): Promise<string> {
  let text = '';
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    text += chunk.value;
    if (text.length <= MAX_LENGTH) continue;
    await reader?.cancel();
    throw new Error('host-meta is too large');
  }
  return text;
}
