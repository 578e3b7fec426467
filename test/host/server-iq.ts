import type { ServerStream, StreamAccount } from './server-stream.ts';
import { attributes, child, textOf } from './stanza-xml.ts';

const NS_ARCHIVE = 'urn:xmpp:mam:2';
const NS_BLOCKING = 'urn:xmpp:blocking';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';

/** What the server has, from which the answers are made. */
export interface AnsweringServer {
  readonly domain: string;
  /** Its clock, milliseconds since the epoch. */
  now(): number;
  readonly checksStanzaIds: boolean;
  readonly hasBlocking: boolean;
  readonly hasNodes: boolean;
  readonly hasRelay: boolean;
  readonly knowsMostItems: boolean;
  colleaguesOf(account: StreamAccount): readonly StreamAccount[];
  onArchiveQuery(stream: ServerStream, queryId: string): void;
}

/** Answers a request to the server, or to the account. @returns false when it is for somebody else */
export function answerIq(stream: ServerStream, iq: Element, server: AnsweringServer): boolean {
  const to = iq.getAttribute('to');
  const { account } = stream;
  if (to !== null && to !== account.jid && to !== server.domain) return false;
  if (iq.getAttribute('type') !== 'get' && iq.getAttribute('type') !== 'set') return true;
  const [payload] = iq.children;
  const isKnown = (server.hasBlocking || payload?.namespaceURI !== NS_BLOCKING) && (server.hasNodes || payload?.namespaceURI !== NS_PUBSUB);
  const answer = payload && isKnown && ANSWERS[`${payload.namespaceURI} ${payload.localName}`]?.(stream, payload, server);
  const head = attributes({ from: to ?? account.jid, to: stream.jid, id: iq.getAttribute('id') ?? undefined });
  stream.send(
    typeof answer !== 'string'
      ? `<iq xmlns="jabber:client"${head} type="error">${errorOf(payload, isKnown, server.knowsMostItems)}</iq>`
      : `<iq xmlns="jabber:client"${head} type="result">${answer}</iq>`,
  );
  return true;
}

function errorOf(payload: Element | undefined, isKnown: boolean, knowsMostItems: boolean): string {
  if (!isKnown || ![NS_ARCHIVE, NS_PUBSUB].includes(payload?.namespaceURI ?? '')) return NOT_HERE;
  return payload && !knowsMostItems && hasMostItems(payload) ? NO_SUCH_OPTION : UNKNOWN;
}

/** Whether a publication says how many items are to be kept. */
const hasMostItems = (pubsub: Element): boolean =>
  [...pubsub.getElementsByTagName('field')].some((field) => field.getAttribute('var') === 'pubsub#max_items');

const NO_SUCH_OPTION = '<error type="wait"><resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
/** The error for a page that is to begin after an item which isn't there (XEP-0059 2.5). */
const UNKNOWN = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
const NOT_HERE = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

/** The answers by the payload's namespace and name; undefined stands for an error. */
const ANSWERS: Readonly<Record<string, (stream: ServerStream, payload: Element, server: AnsweringServer) => string | undefined>> = {
  'urn:xmpp:ping ping': () => '',
  'urn:xmpp:time time': (_stream, _time, server) =>
    `<time xmlns="urn:xmpp:time"><tzo>Z</tzo><utc>${new Date(server.now()).toISOString()}</utc></time>`,
  'urn:xmpp:carbons:2 enable': (stream) => {
    stream.hasCarbons = true;
    return '';
  },
  'jabber:iq:roster query': ({ account }, _query, server) => {
    const items = [...server.colleaguesOf(account)].map(
      ({ jid, name }) => `<item${attributes({ jid, name, subscription: 'both' })}><group>Support</group></item>`,
    );
    return `<query xmlns="jabber:iq:roster">${items.join('')}</query>`;
  },
  'vcard-temp vCard': ({ account }) => `<vCard xmlns="vcard-temp"><FN>${account.name}</FN></vCard>`,
  'urn:xmpp:extdisco:2 services': (_stream, _query, { domain, hasRelay }) =>
    hasRelay
      ? `<services xmlns="urn:xmpp:extdisco:2"><service${attributes({ type: 'turn', host: `relay.${domain}`, port: '3478', transport: 'udp', username: 'u', password: 'p' })}/></services>`
      : undefined,
  'http://jabber.org/protocol/disco#info query': (_stream, _query, server) =>
    `<query xmlns="http://jabber.org/protocol/disco#info"><identity category="server" type="im"/>${server.checksStanzaIds ? '<feature var="urn:xmpp:sid:0"/>' : ''}</query>`,
  [`${NS_ARCHIVE} query`]: (stream, query, server) => {
    server.onArchiveQuery(stream, query.getAttribute('queryid') ?? '');
    const page = stream.account.archive.read(query);
    for (const item of page?.items ?? [])
      stream.send(`<message xmlns="jabber:client"${attributes({ from: stream.account.jid, to: stream.jid })}>${item}</message>`);
    return page?.fin;
  },
  [`${NS_PUBSUB} pubsub`]: answerOfNode,
  [`${NS_PUBSUB}#owner pubsub`]: ({ account }, { firstElementChild, textContent }) => {
    const node = firstElementChild?.getAttribute('node') ?? '';
    if (!account.nodes.has(node)) return undefined;
    account.configurations.set(node, textContent ?? '');
    return '';
  },
  [`${NS_BLOCKING} block`]: (stream, block) => {
    for (const jid of jidsIn(block)) stream.account.blocked.add(jid);
    return pushed(stream, block);
  },
  [`${NS_BLOCKING} unblock`]: (stream, unblock) => {
    for (const jid of jidsIn(unblock)) stream.account.blocked.delete(jid);
    return pushed(stream, unblock);
  },
  [`${NS_BLOCKING} blocklist`]: ({ account }) =>
    `<blocklist xmlns="${NS_BLOCKING}">${[...account.blocked].map((jid) => `<item${attributes({ jid })}/>`).join('')}</blocklist>`,
};

/** Stores an item, and tells each of the account's devices (XEP-0163 4.3.3); or gives the items of a node. */
function answerOfNode({ account }: ServerStream, pubsub: Element, { knowsMostItems }: AnsweringServer): string | undefined {
  if (!knowsMostItems && hasMostItems(pubsub)) return undefined;
  const publication = child(pubsub, 'publish');
  const node = (publication ?? child(pubsub, 'items'))?.getAttribute('node') ?? '';
  const kept = account.nodes.get(node);
  if (!publication)
    return kept && `<pubsub xmlns="${NS_PUBSUB}"><items${attributes({ node })}>${[...kept.values()].join('')}</items></pubsub>`;
  const [item] = publication.children;
  if (!item) return undefined;
  account.nodes.set(node, (kept ?? new Map<string, string>()).set(item.getAttribute('id') ?? '', textOf(item)));
  const event = `<event xmlns="${NS_PUBSUB}#event"><items${attributes({ node })}>${textOf(item).replace(NS_PUBSUB, `${NS_PUBSUB}#event`)}</items></event>`;
  for (const stream of account.streams)
    stream.send(`<message xmlns="jabber:client"${attributes({ from: account.jid, to: stream.jid })} type="headline">${event}</message>`);
  return '';
}

/** Tells each of the account's devices of the change (XEP-0191 3.3). @returns the answer to the one that asked for it */
function pushed({ account }: ServerStream, change: Element): string {
  for (const stream of account.streams)
    stream.send(`<iq xmlns="jabber:client"${attributes({ to: stream.jid, id: crypto.randomUUID() })} type="set">${textOf(change)}</iq>`);

  return '';
}

function jidsIn(list: Element): readonly string[] {
  return [...list.children].filter((one) => child(list, 'item') && one.localName === 'item').map((item) => item.getAttribute('jid') ?? '');
}
