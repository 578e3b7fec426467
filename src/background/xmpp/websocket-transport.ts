import type { Agent, Transport, TransportConfig } from 'stanza';
import type StreamManagement from 'stanza/helpers/StreamManagement';
import type { JSONData, Registry } from 'stanza/jxt/index.js';
import type { Stream } from 'stanza/protocol';
import type { RefusedStanzas, StreamEnd } from '../stream/refused-stanzas.ts';
import { takeSocket } from './early-socket.ts';
import { type FrameKind, type ReadFrame, readFrame, type UnreadableFrame } from './frame-reader.ts';
import { OutgoingStanzas } from './outgoing-stanzas.ts';

const CLOSE_TIMEOUT_MS = 1_000;

/** The kinds of what came, by which StanzaJS names its events. `unreadable` is our own, for a frame that can't be read. */
export type ReceivedKind = FrameKind | 'unreadable';

/**
 * The WebSocket (RFC 7395) of a StanzaJS client, in place of StanzaJS's own. That one ends the stream at the first stanza that it can't read, which
 * the server then sends again. Here each frame is read by itself; one that can't be read is counted, and the stream goes on.
 */
export class WebSocketTransport implements Transport {
  hasStream = false;
  stream: Stream | undefined;
  authenticated = false;
  #socket: WebSocket | undefined;
  #config: TransportConfig | undefined;
  #isClosing = false;
  #isGone = false;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;
  /** How the server, or a relay before it, ends the stream, as soon as that is known. */
  #end: StreamEnd | undefined;
  readonly #outgoing: OutgoingStanzas;

  constructor(
    private readonly client: Agent,
    private readonly sm: StreamManagement,
    private readonly stanzas: Registry,
    refused: RefusedStanzas,
  ) {
    this.#outgoing = new OutgoingStanzas(client, sm, refused);
  }

  connect(config: TransportConfig): void {
    this.#config = config;
    const socket = takeSocket(config.url);
    this.#socket = socket;
    const onOpen = () => {
      if (this.#socket !== socket) return;
      this.sm.started = false;
      this.client.emit('connected');
      this.restart();
    };
    if (socket.readyState === WebSocket.OPEN) queueMicrotask(onOpen);
    else socket.onopen = onOpen;
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#socket === socket) this.#receive(readFrame(data, this.stanzas, this.#config?.acceptLanguages ?? []));
    };
    // It comes after `onerror` too, and alone says how the connection was closed.
    socket.onclose = ({ code }) => {
      if (!this.#isClosing) this.#end ??= { closeCode: code };
      this.#leave();
    };
  }

  disconnect(isClean = true): void {
    if (this.#socket && !this.#isClosing && this.hasStream && isClean) {
      this.#isClosing = true;
      this.#write('stream', { action: 'close' });
      this.#closeTimer = setTimeout(() => this.#leave(), CLOSE_TIMEOUT_MS);
    } else this.#leave();
  }

  async send(name: string, data?: JSONData): Promise<void> {
    const xml = data && this.stanzas.export(name, data)?.toString();
    if (xml === undefined || !(await this.#outgoing.admit(name, data ?? {}, xml))) return;
    // StanzaJS expects a failure for a stanza, and doesn't expect one for what belongs to the stream itself.
    if (!this.#writeXml(xml) && name !== ('sm' satisfies ReceivedKind)) throw new Error('The connection is closed');
  }

  restart(): void {
    this.hasStream = false;
    this.#write('stream', { action: 'open', lang: this.#config?.lang, to: this.#config?.server, version: '1.0' });
  }

  #receive(frame: ReadFrame | UnreadableFrame): void {
    if ('problem' in frame) return this.#receiveUnreadable(frame);
    const { kind, stanza } = frame;
    if (kind === 'streamError') this.#end = { condition: String(stanza.condition) };
    if (kind !== 'stream') return void this.client.emit('stream:data', stanza as never, kind);
    if (stanza.action === 'open') {
      this.hasStream = true;
      this.stream = stanza;
      this.client.emit('stream:start', stanza as never);
    } else {
      this.#end ??= {};
      this.client.emit('stream:end');
      this.disconnect();
    }
  }

  #receiveUnreadable(unreadable: UnreadableFrame): void {
    this.client.emit('stream:data', unreadable as never, 'unreadable' satisfies ReceivedKind);
    // While the agent is being signed in, the frame that couldn't be read may be the one that signing in waits for, so that the connection
    // is given up.
    if (!unreadable.isStanza && !this.client.sessionStarted) this.disconnect(false);
  }

  #write(name: string, data: JSONData): void {
    const xml = this.stanzas.export(name, data)?.toString();
    if (xml !== undefined) this.#writeXml(xml);
  }

  #writeXml(xml: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(xml);
    return true;
  }

  /** Tells, once, that the connection is gone or is given up. */
  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#closeTimer);
    this.hasStream = false;
    this.stream = undefined;
    this.#outgoing.noteEnd(this.#end);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    if (this.client.transport === this) this.client.emit('--transport-disconnected');
  }
}
