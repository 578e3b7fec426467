import type { StreamEnd } from '../../src/background/stream/refused-stanzas.ts';
import { type Line, listenAt } from './memory-socket.ts';
import { Archive } from './archive.ts';
import { answerIq } from './server-iq.ts';
import { admit, type ServerAccount } from './server-sign-in.ts';
import type { ServerStream, StreamAccount } from './server-stream.ts';
import { attributes, child, parseFrame, textOf } from './stanza-xml.ts';

const bare = (jid: string) => jid.split('/', 1)[0] ?? jid;
const domainOf = (jid: string) => bare(jid).split('@').at(-1) ?? '';

/**
 * A messaging server in this page: what a session host needs of one, with streams that can be cut, held and given anything at all.
 * Every account is in every other's roster, as in a shared group. What it isn't is a judge of XMPP: the end-to-end tests have Prosody.
 */
export class ServerEnd {
  readonly address: string;
  readonly accounts = new Map<string, ServerAccount>();
  /** How many of the next connections come to nothing. */
  refusals = 0;
  /** Bound streams by their ids, including those that wait to be resumed. */
  readonly streams = new Map<string, ServerStream>();
  /** Open connections. */
  readonly lines = new Set<Line>();
  readonly close: () => void;
  /** Its clock, milliseconds since the epoch. */
  now: () => number = Date.now;
  /** Whether it says that nobody else writes stanza-ids in an account's name (XEP-0359). */
  checksStanzaIds = true;
  /** Whether streams may be resumed (XEP-0198 5). */
  hasResumption = true;
  /** Whether it knows blocking (XEP-0191). */
  hasBlocking = true;
  /** Whether it keeps nodes for accounts (XEP-0163). */
  hasNodes = true;
  /** Whether who publishes an item may say how many the node is to keep. Otherwise the node is configured for that. */
  knowsMostItems = true;
  /** Whether it tells at once who is there when somebody has come. Else it tells only of who changes. */
  tellsPresence = true;
  /** Whether it names a relay for calls (XEP-0215). */
  hasRelay = false;
  /** Who takes what is sent to an address elsewhere, by bare JID: a contact, say. */
  readonly elsewhere = new Map<string, (stanza: Element) => void>();
  /** Whether it loses a message that it has taken, as when one of its nodes dies. */
  isLost: (message: Element) => boolean = () => false;
  /** Whether it loses a message on its way to the receiver, when the sender's archive has it already. */
  isLostOnItsWay: (message: Element) => boolean = () => false;
  /** How it ends a stream at a frame of the client, which it then hasn't got; undefined where it takes the frame. */
  endAt: (frame: string) => StreamEnd | undefined = () => undefined;
  /** The largest stanza that it says it takes (XEP-0478), in bytes. */
  maxBytes: number | undefined;
  /** What it answers to every token, as when it can't ask whose one is. */
  tokenFailure: string | undefined;
  /** Called when a client has a new stream, or goes on with its stream on a new connection. */
  onStream: (stream: ServerStream, how: 'new' | 'resumed') => void = () => undefined;
  /** Called when a client has asked for something. */
  onRequest: (stream: ServerStream, id: string, payload: string) => void = () => undefined;
  /** Called when an archive is about to be read. What is sent now comes among its results. */
  onArchiveQuery: (stream: ServerStream, queryId: string) => void = () => undefined;

  constructor(readonly domain = 'support.example') {
    this.address = `wss://${domain}/xmpp-websocket`;
    this.close = listenAt(this.address, (line) => {
      if (this.refusals === 0) return admit(line, this);
      this.refusals -= 1;
      line.cut();
    });
  }

  addAccount(logon: string, name = logon): ServerAccount {
    const jid = `${logon}@${this.domain}`;
    const account: ServerAccount = {
      jid,
      name,
      token: `token-${logon}`,
      password: `password of ${logon}`,
      archive: new Archive(),
      streams: new Set(),
      nodes: new Map(),
      configurations: new Map(),
      blocked: new Set(),
    };
    this.accounts.set(jid, account);
    return account;
  }

  colleaguesOf(account: StreamAccount): readonly StreamAccount[] {
    return [...this.accounts.values()].filter((other) => other !== account);
  }

  /** The stream of an account that has only one. */
  streamOf(logon: string): ServerStream {
    const [stream, ...others] = this.accounts.get(`${logon}@${this.domain}`)?.streams ?? [];
    if (!stream || others.length > 0) throw new Error(`${logon} has ${others.length + (stream ? 1 : 0)} streams.`);
    return stream;
  }

  /**
   * Takes a stanza as if it came from the address in its `from`: from another server's user, a guest, a service, or one of the accounts
   * elsewhere.
   */
  deliver(stanza: string): void {
    const element = parseFrame(stanza);
    if (element.localName === 'message') this.#deliverMessage(element);
    else for (const stream of this.#streamsAt(element.getAttribute('to') ?? '')) stream.send(textOf(element));
  }

  /** Loses the next message for which this holds. Resolves then. */
  loseNext(isIt: (message: Element) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.isLost = (message) => {
        if (!isIt(message)) return false;
        this.isLost = () => false;
        resolve();
        return true;
      };
    });
  }

  receiveMessage(from: ServerStream, message: Element): void {
    if (this.isLost(message)) return;
    const archiveId = isArchived(message) ? from.account.archive.add(textOf(message), new Date(this.now()).toISOString()) : undefined;
    if (archiveId !== undefined) this.#carry('sent', message, from.account, from);
    if (this.isLostOnItsWay(message)) return;
    const to = message.getAttribute('to') ?? from.account.jid;
    const taker = this.elsewhere.get(bare(to));
    if (taker) taker(message);
    else if (domainOf(to) === this.domain && this.accounts.has(bare(to))) this.#deliverMessage(message);
    else if (message.getAttribute('type') !== 'error') {
      from.send(
        `<message xmlns="jabber:client"${attributes({ from: to, to: from.jid, id: message.getAttribute('id') ?? undefined })} type="error">${NOBODY}</message>`,
      );
    }
  }

  receivePresence(from: ServerStream, presence: Element): void {
    const text = textOf(presence);
    const to = presence.getAttribute('to');
    if (presence.getAttribute('type') === 'probe') {
      for (const { presence: latest } of this.#streamsAt(to ?? '')) from.send(latest);
      return;
    }
    if (to !== null) {
      for (const stream of this.#streamsAt(to)) stream.send(text);
      return;
    }
    const wasAvailable = from.isAvailable;
    from.isAvailable = presence.getAttribute('type') !== 'unavailable';
    from.presence = text;
    this.broadcastPresence(from, text);
    if (wasAvailable || !from.isAvailable || !this.tellsPresence) return;
    for (const other of this.streams.values()) if (other !== from && other.isAvailable) from.send(other.presence);
  }

  broadcastPresence(from: ServerStream, presence: string): void {
    for (const stream of this.streams.values())
      if ((stream.isAvailable && !stream.account.blocked.has(from.account.jid)) || stream === from) stream.send(presence);
  }

  receiveIq(from: ServerStream, iq: Element): void {
    if (answerIq(from, iq, this)) return;
    const to = iq.getAttribute('to') ?? '';
    const taker = this.elsewhere.get(bare(to));
    if (taker) return taker(iq);
    const [stream] = this.#streamsAt(to);
    if (stream) stream.send(textOf(iq));
    else if (iq.getAttribute('type') === 'get' || iq.getAttribute('type') === 'set') {
      const head = attributes({
        from: iq.getAttribute('to') ?? undefined,
        to: iq.getAttribute('from') ?? undefined,
        id: iq.getAttribute('id') ?? undefined,
      });
      for (const sender of this.#streamsAt(iq.getAttribute('from') ?? ''))
        sender.send(`<iq xmlns="jabber:client"${head} type="error">${NOBODY}</iq>`);
    }
  }

  #deliverMessage(message: Element): void {
    const to = message.getAttribute('to') ?? '';
    const account = this.accounts.get(bare(to));
    if (!account || account.blocked.has(bare(message.getAttribute('from') ?? ''))) return;
    const copy = parseFrame(textOf(message));
    if (isArchived(message)) {
      const id = account.archive.add(textOf(message), new Date(this.now()).toISOString());
      copy.append(parseFrame(`<stanza-id xmlns="urn:xmpp:sid:0"${attributes({ id, by: account.jid })}/>`));
    }
    const streams = this.#streamsAt(to);
    for (const stream of streams) stream.send(textOf(copy));
    if (to.includes('/')) this.#carry('received', copy, account, ...streams);
  }

  /** Sends carbons (XEP-0280) to an account's other streams. */
  #carry(direction: 'sent' | 'received', message: Element, account: StreamAccount, ...except: readonly ServerStream[]): void {
    for (const stream of account.streams) {
      if (!stream.hasCarbons || except.includes(stream)) continue;
      stream.send(
        `<message xmlns="jabber:client"${attributes({ from: account.jid, to: stream.jid })}><${direction} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${textOf(message)}</forwarded></${direction}></message>`,
      );
    }
  }

  /** The streams that a stanza to this address goes to: one device's, or those of all that are available. */
  #streamsAt(jid: string): readonly ServerStream[] {
    const streams = [...(this.accounts.get(bare(jid))?.streams ?? [])];
    return jid.includes('/') ? streams.filter((stream) => stream.jid === jid) : streams.filter(({ isAvailable }) => isAvailable);
  }
}

const NOBODY = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

/** Whether a message is archived. As in Prosody, that is so if it has a body, asks for it (XEP-0334), or is a receipt or a marker. */
function isArchived(message: Element): boolean {
  const type = message.getAttribute('type');
  if (type === 'error' || type === 'headline' || type === 'groupchat' || child(message, 'no-store')) return false;
  return ['body', 'store', 'received', 'displayed', 'propose', 'proceed', 'reject', 'retract', 'finish'].some((name) =>
    child(message, name),
  );
}
