import type { Line } from './memory-socket.ts';
import type { ServerAccount, ServerEnd } from './server-end.ts';
import { answerIq } from './server-iq.ts';
import { attributes, parseFrame } from './stanza-xml.ts';

export const NS_MANAGEMENT = 'urn:xmpp:sm:3';
const MODULUS = 2 ** 32;

/** Whether the server counts a frame that it sends (XEP-0198, 4): it counts stanzas, whatever is in them. */
export function isCounted(frame: string): boolean {
  return /^\s*<(?:message|presence|iq)(?![^\s/>])/.test(frame);
}

/** The server's side of a stream that is bound: it outlives its connections, as long as it may be resumed (XEP-0198). */
export class ServerStream {
  readonly id = crypto.randomUUID();
  isAvailable = false;
  hasCarbons = false;
  /** Its last presence, for who comes later. */
  presence = '';
  /** What of what was sent the client has acknowledged, and how many stanzas were sent since management began. */
  acknowledged = 0;
  sent = 0;
  /** The client acknowledged more than it was sent. */
  isOverAcknowledged = false;
  /** It asks for an acknowledgement after each stanza; otherwise by `request` alone. */
  asksEach = true;
  /** It may be resumed when its connection is lost. */
  isResumable = false;
  private isManaged = false;
  private handled = 0;
  private unacknowledged: string[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(
    readonly jid: string,
    readonly account: ServerAccount,
    readonly server: ServerEnd,
    public line: Line,
  ) {
    this.take(line);
  }

  /** Sends a stanza. */
  send(stanza: string): void {
    this.inject(stanza);
    if (this.isManaged && this.asksEach) this.request();
  }

  /** Sends a frame as it is, well-formed or not, and counts it as a server does. */
  inject(frame: string): void {
    if (this.isManaged && isCounted(frame)) {
      this.sent = (this.sent + 1) % MODULUS;
      this.unacknowledged.push(frame);
    }
    this.line.send(frame);
  }

  request(): void {
    this.line.send(`<r xmlns="${NS_MANAGEMENT}"/>`);
  }

  /** Resolves when everything that was sent is acknowledged. */
  async settled(): Promise<void> {
    if (this.acknowledged === this.sent) return;
    this.request();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** A new connection goes on with this stream: what wasn't acknowledged comes again. */
  resume(line: Line, clientHandled: number): void {
    this.line = line;
    this.take(line);
    this.acknowledge(clientHandled);
    line.send(`<resumed xmlns="${NS_MANAGEMENT}" previd="${this.id}" h="${this.handled}"/>`);
    for (const frame of this.unacknowledged) line.send(frame);
    this.request();
  }

  /** It is over: others hear of it. */
  end(): void {
    if (!this.account.streams.delete(this)) return;
    this.server.streams.delete(this.id);
    this.unacknowledged = [];
    if (this.isAvailable) this.server.broadcastPresence(this, `<presence xmlns="jabber:client" from="${this.jid}" type="unavailable"/>`);
    this.isAvailable = false;
  }

  private take(line: Line): void {
    line.onFrame = (frame) => this.receive(parseFrame(frame));
    line.onClose = () => {
      if (this.line === line && !this.isResumable) this.end();
    };
  }

  private receive(element: Element): void {
    if (['message', 'presence', 'iq'].includes(element.localName)) {
      if (this.isManaged) this.handled = (this.handled + 1) % MODULUS;
      element.setAttribute('from', this.jid);
      this.receiveStanza(element);
      return;
    }
    switch (element.localName) {
      case 'enable':
        this.isManaged = true;
        this.isResumable = /^(true|1)$/.test(element.getAttribute('resume') ?? '');
        this.line.send(`<enabled xmlns="${NS_MANAGEMENT}"${attributes(this.isResumable ? { id: this.id, resume: 'true', max: '600' } : {})}/>`);
        break;
      case 'r':
        this.line.send(`<a xmlns="${NS_MANAGEMENT}" h="${this.handled}"/>`);
        break;
      case 'a':
        this.acknowledge(Number(element.getAttribute('h')));
        break;
      case 'close':
        this.line.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
        this.end();
        this.line.cut();
        break;
    }
  }

  private receiveStanza(stanza: Element): void {
    if (stanza.localName === 'presence') this.server.receivePresence(this, stanza);
    else if (stanza.localName === 'message') this.server.receiveMessage(this, stanza);
    else if (!answerIq(this, stanza)) this.server.routeIq(stanza);
  }

  private acknowledge(handled: number): void {
    const fresh = (handled - this.acknowledged + MODULUS) % MODULUS;
    if (fresh > this.unacknowledged.length) this.isOverAcknowledged = true;
    this.unacknowledged.splice(0, fresh);
    this.acknowledged = handled;
    if (handled === this.sent) for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** For messages of assertions. */
  toString(): string {
    return `${this.jid}: ${this.acknowledged} of ${this.sent} acknowledged`;
  }
}

