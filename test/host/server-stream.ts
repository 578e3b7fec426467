import type { StreamEnd } from '../../src/background/stream/refused-stanzas.ts';
import type { Line } from './memory-socket.ts';
import type { Archive } from './archive.ts';
import { attributes, parseFrame } from './stanza-xml.ts';

export const NS_MANAGEMENT = 'urn:xmpp:sm:3';
const MODULUS = 2 ** 32;
const REQUEST = `<r xmlns="${NS_MANAGEMENT}"/>`;
/** An acknowledgement, and a request for one, as clients write them. */
const ACKNOWLEDGEMENT = /^<a xmlns=["']urn:xmpp:sm:3["'] h=["'](\d+)["']\/>$/;
/** An answer with nothing in it. */
const SHORT_ANSWER = /^<iq( [^<>]*)\/>$/;
const REQUESTS = /^<r xmlns=["']urn:xmpp:sm:3["']\/>$/;

/** Whether the server counts a frame that it sends (XEP-0198, 4). It counts stanzas, whatever is in them. */
export function isCounted(frame: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?<(?:message|presence|iq)(?=[\s/>]|$)/.test(frame);
}

/** An account, as its streams know it. */
export interface StreamAccount {
  readonly jid: string;
  readonly name: string;
  readonly archive: Archive;
  readonly streams: Set<ServerStream>;
  /** The items of the account's own nodes (XEP-0163), by node and id. */
  readonly nodes: Map<string, Map<string, string>>;
  /** What nodes were configured to, as text, by their names. */
  readonly configurations: Map<string, string>;
  /** Addresses whose stanzas aren't delivered (XEP-0191). */
  readonly blocked: Set<string>;
}

/** What a stream needs of its server: it takes what the client sends. */
export interface StreamServer {
  readonly domain: string;
  readonly streams: Map<string, ServerStream>;
  readonly hasResumption: boolean;
  endAt(frame: string): StreamEnd | undefined;
  onRequest(stream: ServerStream, id: string, payload: string): void;
  receiveMessage(from: ServerStream, message: Element): void;
  receivePresence(from: ServerStream, presence: Element): void;
  receiveIq(from: ServerStream, iq: Element): void;
  broadcastPresence(from: ServerStream, presence: string): void;
}

/** The server's side of a stream that is bound: it outlives its connections, as long as it may be resumed (XEP-0198). */
export class ServerStream {
  readonly id = crypto.randomUUID();
  isAvailable = false;
  hasCarbons = false;
  /** The stream's last presence, which those who come later are told. */
  presence = '';
  /** How many of the stanzas that were sent since management began the client has acknowledged, and how many there were. */
  acknowledged = 0;
  sent = 0;
  /** The acknowledgements whose count isn't that of the stanzas which had been sent when they were asked for. */
  readonly miscounts: string[] = [];
  /** Whether it asks for an acknowledgement after each stanza. Otherwise it asks only by `request`. */
  asksEach = true;
  /** Whether it may be resumed when its connection is lost. */
  isResumable = false;
  /** For how many seconds the client wants it to be kept when its connection is lost. */
  keptS = 0;
  /** What it claims on a resumption in place of the true count of stanzas that it has handled. */
  claimed: number | undefined;
  #isManaged = false;
  #handled = 0;
  #unacknowledged: string[] = [];
  /** For each acknowledgement that hasn't come yet, how much had been sent when it was asked for. */
  #asked: number[] = [];
  readonly #waiting = new Map<string, () => void>();
  readonly #settling: (() => void)[] = [];

  constructor(
    readonly jid: string,
    readonly account: StreamAccount,
    private readonly server: StreamServer,
    public line: Line,
  ) {
    this.#take(line);
  }

  /** How many of the client's stanzas it has. */
  get handled(): number {
    return this.#handled;
  }

  /** Sends a stanza. */
  send(stanza: string): void {
    this.inject(stanza);
    if (this.#isManaged && this.asksEach) this.request();
  }

  /** Sends a frame as it is, well-formed or not, and counts it as a server does. */
  inject(frame: string): void {
    if (frame === REQUEST) return this.request();
    if (this.#isManaged && isCounted(frame)) {
      this.sent = (this.sent + 1) % MODULUS;
      this.#unacknowledged.push(frame);
    }
    this.line.send(frame);
  }

  request(): void {
    this.#asked.push(this.sent);
    this.line.send(REQUEST);
  }

  /** Resolves when everything that was sent until now is acknowledged, whatever else is sent meanwhile. */
  async settled(): Promise<void> {
    this.request();
    await new Promise<void>((resolve) => this.#settling.push(resolve));
  }

  /** Asks the client something as its server. Resolves when it has answered, be it with an error. */
  ask(payload: string): Promise<void> {
    const id = crypto.randomUUID();
    this.inject(`<iq xmlns="jabber:client"${attributes({ from: this.server.domain, to: this.jid, id })} type="get">${payload}</iq>`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Goes on with this stream on a new connection. What wasn't acknowledged is sent again. */
  resume(line: Line, clientHandled: number): void {
    this.line = line;
    this.#take(line);
    this.#asked = [];
    this.#acknowledge(clientHandled);
    line.send(`<resumed xmlns="${NS_MANAGEMENT}" previd="${this.id}" h="${this.claimed ?? this.#handled}"/>`);
    for (const frame of this.#unacknowledged) line.send(frame);
    this.request();
  }

  /** Ends the stream by a stream error (RFC 6120 4.9.3), so that it can't be resumed. */
  fail(condition: string): void {
    this.line.send(
      `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>`,
    );
    this.line.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
    this.end();
  }

  /** Ends the stream. Others hear of it. */
  end(): void {
    if (!this.account.streams.delete(this)) return;
    this.server.streams.delete(this.id);
    this.#unacknowledged = [];
    if (this.isAvailable) this.server.broadcastPresence(this, `<presence xmlns="jabber:client" from="${this.jid}" type="unavailable"/>`);
    this.isAvailable = false;
  }

  #take(line: Line): void {
    line.onFrame = (frame) => {
      const end = this.server.endAt(frame);
      if (end?.condition !== undefined) this.fail(end.condition);
      if (end) line.cut(end.closeCode);
      else if (!this.#receiveShort(frame)) this.#receive(parseFrame(frame));
    };
    line.onClose = () => {
      if (this.line === line && !this.isResumable) this.end();
    };
  }

  /**
   * Takes the frequent frames that have nothing in them without parsing, which would be most of the work.
   * @returns whether the frame was one of these
   */
  #receiveShort(frame: string): boolean {
    const handled = ACKNOWLEDGEMENT.exec(frame)?.[1];
    if (handled !== undefined) this.#answerRequest(Number(handled));
    else if (REQUESTS.test(frame)) this.#answerCount();
    else return this.#receiveShortAnswer(frame);
    return true;
  }

  #receiveShortAnswer(frame: string): boolean {
    const [, head = ''] = SHORT_ANSWER.exec(frame) ?? [];
    const id = / type=["']result["']/.test(head) ? / id=["']([^"']*)["']/.exec(head)?.[1] : undefined;
    const isAnswer = id !== undefined && this.#settle(id);
    if (isAnswer && this.#isManaged) this.#handled = (this.#handled + 1) % MODULUS;
    return isAnswer;
  }

  #receive(element: Element): void {
    if (['message', 'presence', 'iq'].includes(element.localName)) {
      if (this.#isManaged) this.#handled = (this.#handled + 1) % MODULUS;
      element.setAttribute('from', this.jid);
      this.#receiveStanza(element);
      return;
    }
    switch (element.localName) {
      case 'enable':
        this.#isManaged = true;
        this.isResumable = this.server.hasResumption && /^(true|1)$/.test(element.getAttribute('resume') ?? '');
        this.keptS = Number(element.getAttribute('max'));
        this.line.send(
          `<enabled xmlns="${NS_MANAGEMENT}"${attributes(this.isResumable ? { id: this.id, resume: 'true', max: '600' } : {})}/>`,
        );
        break;
      case 'r':
        this.#answerCount();
        break;
      case 'a':
        this.#answerRequest(Number(element.getAttribute('h')));
        break;
      case 'close':
        this.line.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
        this.end();
        this.line.cut();
        break;
    }
  }

  #answerCount(): void {
    this.line.send(`<a xmlns="${NS_MANAGEMENT}" h="${this.#handled}"/>`);
  }

  #receiveStanza(stanza: Element): void {
    if (stanza.localName === 'iq' && /^(get|set)$/.test(stanza.getAttribute('type') ?? ''))
      this.server.onRequest(this, stanza.getAttribute('id') ?? '', stanza.firstElementChild?.localName ?? '');
    if (stanza.localName === 'presence') this.server.receivePresence(this, stanza);
    else if (stanza.localName === 'message') this.server.receiveMessage(this, stanza);
    else if (!this.#takeAnswer(stanza)) this.server.receiveIq(this, stanza);
  }

  #takeAnswer(iq: Element): boolean {
    return /^(result|error)$/.test(iq.getAttribute('type') ?? '') && this.#settle(iq.getAttribute('id') ?? '');
  }

  #settle(id: string): boolean {
    this.#waiting.get(id)?.();
    return this.#waiting.delete(id);
  }

  #answerRequest(handled: number): void {
    const sent = this.#asked.shift();
    if (handled !== sent) this.miscounts.push(`acknowledged ${handled} of ${sent}`);
    this.#acknowledge(handled);
    if (this.#asked.length === 0) for (const resolve of this.#settling.splice(0)) resolve();
  }

  #acknowledge(handled: number): void {
    this.#unacknowledged.splice(0, (handled - this.acknowledged + MODULUS) % MODULUS);
    this.acknowledged = handled;
  }
}
