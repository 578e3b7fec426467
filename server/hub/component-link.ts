// ====================================================================
// XEP-0114: Jabber Component Protocol
// --------------------------------------------------------------------
// Source: https://xmpp.org/extensions/xep-0114.html
// Version: 1.6 (2012-01-25)
// ====================================================================
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { StreamReader } from './stream-reader.ts';
import { escapeXml, type XmlElement } from './xml-element.ts';

const NS_COMPONENT = 'jabber:component:accept';
const NS_STREAM = 'http://etherx.jabber.org/streams';
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** A server that says nothing for so long while the stream is being opened isn't waited for. */
const OPENING_MS = 5_000;

export interface ComponentLinkOptions {
  /** The component's own address. */
  readonly jid: string;
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  onOpen(): void;
  onStanza(stanza: XmlElement): void;
  /** The stream is gone. It is opened again by itself. */
  onClosed(reason: string): void;
}

/** A component's stream to its server, which is opened again whenever it is lost. */
export class ComponentLink {
  #socket: Socket | undefined;
  #isOpen = false;
  #isStopped = false;
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ComponentLinkOptions) {}

  get isOpen(): boolean {
    return this.#isOpen;
  }

  start(): void {
    const { jid, secret, host, port } = this.options;
    const socket = connect({ host, port });
    this.#socket = socket;
    socket.setEncoding('utf8').setNoDelay().setKeepAlive(true, 10_000);
    socket.setTimeout(OPENING_MS, () => socket.destroy(new Error('The server does not answer')));
    let reason = 'The stream was closed';
    const reader = new StreamReader({
      onOpen: ({ id = '' }) => socket.write(`<handshake>${createHash('sha1').update(`${id}${secret}`).digest('hex')}</handshake>`),
      onElement: (element) => {
        if (this.#isOpen && element.namespace === NS_COMPONENT) return this.options.onStanza(element);
        if (element.name === 'handshake') {
          this.#isOpen = true;
          this.#retryMs = FIRST_RETRY_MS;
          socket.setTimeout(0);
          return this.options.onOpen();
        }
        if (element.namespace === NS_STREAM) socket.destroy(new Error(element.children[0]?.name ?? 'A stream error'));
      },
      onError: (error) => socket.destroy(error),
    });
    socket.on('connect', () =>
      socket.write(`<?xml version="1.0"?><stream:stream xmlns="${NS_COMPONENT}" xmlns:stream="${NS_STREAM}" to="${escapeXml(jid)}">`),
    );
    socket.on('data', (text) => reader.write(String(text)));
    socket.on('error', ({ message }) => (reason = message));
    socket.on('close', () => {
      this.#isOpen = false;
      if (this.#isStopped) return;
      this.#retry = setTimeout(() => this.start(), this.#retryMs);
      this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
      this.options.onClosed(reason);
    });
  }

  /** Sends a stanza; nothing while there is no stream. */
  send(stanza: string): void {
    if (this.#isOpen) this.#socket?.write(stanza);
  }

  /** Ends the stream in order. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (!socket || socket.destroyed) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    if (this.#isOpen) socket.write('</stream:stream>');
    socket.end();
    socket.setTimeout(1_000, () => socket.destroy());
    await closed;
  }
}
