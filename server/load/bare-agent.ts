import { createHash, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { chooseMechanism, ScramLogin } from './scram-login.ts';

const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_SM = 'urn:xmpp:sm:3';
const NS_AVAILABILITY = 'urn:backchannel:availability:0';
/** A request, a connection or a sign-in that takes longer has failed. */
const ANSWER_MS = 30_000;
/** What the agent's program is and can do (XEP-0115): it takes invitations, so that it counts as one of ours. */
const IDENTITY = 'client/web//Bare agent';
const FEATURES = ['http://jabber.org/protocol/disco#info', 'urn:backchannel:im:0', 'urn:xmpp:ping'];
const CAPS_NODE = 'https://backchannel.example/bare-agent';
const CAPS_VER = createHash('sha1')
  .update([IDENTITY, ...FEATURES].map((line) => `${line}<`).join(''))
  .digest('base64');
const DISCO_INFO = `<query xmlns="http://jabber.org/protocol/disco#info" node="${CAPS_NODE}#${CAPS_VER}"><identity category="client" type="web" name="Bare agent"/>${FEATURES.map((feature) => `<feature var="${feature}"/>`).join('')}</query>`;
const MOST_FRAMES = 4;
/** How many stanzas are sent before the server is asked what it has. */
const ACK_EVERY = 5;

export interface BareAgentOptions {
  readonly websocket: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  /** The availability hub whom the agent asks; undefined for none. */
  readonly hub: string | undefined;
  /** Called with each stanza that is no answer to a request. */
  readonly onStanza: (agent: BareAgent, stanza: string) => void;
  /** Called when the connection is lost that nobody here has closed. */
  readonly onLost: (agent: BareAgent) => void;
  /** Called for each stanza, in or out. */
  readonly onTraffic: (way: 'in' | 'out') => void;
}

/** How an agent has come to their stream. */
export type StreamBegin = 'new' | 'resumed';

/**
 * An agent as the wire sees one: signs in by SCRAM over a WebSocket (RFC 7395), with stream management, carbons, the newest of the archive, presence and
 * the hub's watch, and resumes a stream that was cut. It reads stanzas as text and keeps none.
 */
export class BareAgent {
  readonly jid: string;
  #socket: WebSocket | undefined;
  #resumption: string | undefined;
  #isReady = false;
  #handled = 0;
  #sent = 0;
  /** Whoever waits for an answer, by the request's id. */
  readonly #asked = new Map<string, (answer: string) => void>();
  #next: ((frame: string) => void) | undefined;
  /** Frames that are no stanzas and that nobody waits for yet: a server sends its features right after it has opened the stream. */
  readonly #frames: string[] = [];
  /** How many agents the hub says that this one watches. */
  #watched = 0;

  constructor(private readonly options: BareAgentOptions) {
    this.jid = `${options.user}@${options.domain}`;
  }

  /** Whether there is a stream that can be used, and not only a connection on which one is being opened. */
  get isOnline(): boolean {
    return this.#isReady && this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and resumes the stream that there was, or signs in anew. @throws when it doesn't come to it in time */
  async connect(): Promise<StreamBegin> {
    const { websocket, domain, user, password } = this.options;
    const socket = new WebSocket(websocket, 'xmpp', { perMessageDeflate: false, handshakeTimeout: ANSWER_MS });
    this.#socket = socket;
    this.#isReady = false;
    this.#frames.length = 0;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer) => {
      // A connection that was cut may still bring what had come before.
      if (socket === this.#socket) this.#hear(data.toString());
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('close', () => reject(new Error('The connection was refused')));
    });
    const features = await this.#open();
    const login = new ScramLogin(chooseMechanism(features), user, password);
    const challenge = await this.#exchange(`<auth xmlns="${NS_SASL}" mechanism="${login.mechanism}">${base64(login.firstMessage)}</auth>`);
    const answer = await login.respond(textOf(challenge));
    if (!(await this.#exchange(`<response xmlns="${NS_SASL}">${base64(answer)}</response>`)).startsWith('<success'))
      throw new Error(`${user} was not let in at ${domain}`);
    await this.#open();
    const begin = (await this.#resume()) ? 'resumed' : 'new';
    if (begin === 'new') await this.#begin();
    this.#isReady = true;
    socket.once('close', () => {
      if (socket === this.#socket) this.options.onLost(this);
    });
    return begin;
  }

  /** Cuts the connection, as a network does. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Gives up an attempt to connect. Nobody is told that the connection is lost. */
  giveUp(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.terminate();
  }

  /** Ends the stream in order. */
  async leave(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#resumption = undefined;
    if (socket?.readyState !== WebSocket.OPEN) return socket?.terminate();
    socket.send('<presence xmlns="jabber:client" type="unavailable"/>');
    socket.send(`<close xmlns="${NS_FRAMING}"/>`);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const timer = setTimeout(() => socket.terminate(), 2_000);
    await closed;
    clearTimeout(timer);
  }

  /** Sends a stanza; nothing while there is no stream. */
  send(stanza: string): void {
    if (this.isOnline) this.#write(stanza);
  }

  #write(stanza: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(stanza.replace(/^<(message|iq|presence)\b/, '<$1 xmlns="jabber:client"'));
    this.options.onTraffic('out');
    this.#sent += 1;
    if (this.#resumption !== undefined && this.#sent % ACK_EVERY === 0) this.#socket?.send(`<r xmlns="${NS_SM}"/>`);
  }

  /** Sends a request. @returns its answer @throws when none comes in time */
  ask(payload: string, { to, type = 'get' }: { readonly to?: string; readonly type?: 'get' | 'set' } = {}): Promise<string> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#asked.delete(id);
        reject(new Error('No answer came'));
      }, ANSWER_MS);
      this.#asked.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#write(`<iq id="${id}" type="${type}"${to === undefined ? '' : ` to="${to}"`}>${payload}</iq>`);
    });
  }

  /** Has the hub tell of these agents in place of all before, or beside them. */
  async watch(
    on: readonly string[],
    { isWhole = false, off = [] }: { readonly isWhole?: boolean; readonly off?: readonly string[] } = {},
  ): Promise<void> {
    const { hub } = this.options;
    if (hub === undefined) return;
    const head = isWhole ? 'whole="true"' : `total="${this.#watched}"`;
    const named = (name: string, jids: readonly string[]) => (jids.length > 0 ? `<${name}>${jids.join(' ')}</${name}>` : '');
    const payload = `<watch xmlns="${NS_AVAILABILITY}" ${head}>${named('on', on)}${named('off', off)}</watch>`;
    const answer = await this.ask(payload, { to: hub, type: 'set' });
    this.#watched = Number(/ total=['"](\d+)/.exec(answer)?.[1] ?? 0);
  }

  async #open(): Promise<string> {
    const { domain } = this.options;
    await this.#exchange(`<open xmlns="${NS_FRAMING}" to="${domain}" version="1.0"/>`);
    return this.#frame();
  }

  async #resume(): Promise<boolean> {
    if (this.#resumption === undefined) return false;
    const answer = await this.#exchange(`<resume xmlns="${NS_SM}" h="${this.#handled}" previd="${this.#resumption}"/>`);
    if (answer.startsWith('<resumed')) return true;
    this.#resumption = undefined;
    return false;
  }

  async #begin(): Promise<void> {
    this.#handled = 0;
    this.#sent = 0;
    await this.ask('<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>', { type: 'set' });
    const enabled = await this.#exchange(`<enable xmlns="${NS_SM}" resume="true"/>`);
    this.#resumption = / id=['"]([^'"]+)/.exec(enabled)?.[1];
    this.#handled = 0;
    await this.ask('<enable xmlns="urn:xmpp:carbons:2"/>', { type: 'set' });
    await this.ask('<query xmlns="jabber:iq:roster"/>');
    await this.ask('<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before/></set></query>', {
      type: 'set',
    });
    this.#write(presenceOf('ready'));
  }

  /** Shows a status (docs/protocol.md 6). */
  show(status: 'ready' | 'not-ready'): void {
    this.send(presenceOf(status));
  }

  #exchange(frame: string): Promise<string> {
    const answer = this.#frame();
    this.#socket?.send(frame);
    return answer;
  }

  /** The next frame that is no stanza. */
  #frame(): Promise<string> {
    const come = this.#frames.shift();
    if (come !== undefined) return Promise.resolve(come);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The server does not answer')), ANSWER_MS);
      this.#next = (frame) => {
        clearTimeout(timer);
        this.#next = undefined;
        resolve(frame);
      };
    });
  }

  #hear(frame: string): void {
    if (/^<(?:message|iq|presence)\b/.test(frame)) return this.#hearStanza(frame);
    if (frame.startsWith('<r '))
      return void (this.#socket?.readyState === WebSocket.OPEN && this.#socket.send(`<a xmlns="${NS_SM}" h="${this.#handled}"/>`));
    if (frame.startsWith('<a ')) return;
    if (this.#next) this.#next(frame);
    else if (this.#frames.length < MOST_FRAMES) this.#frames.push(frame);
  }

  #hearStanza(stanza: string): void {
    this.#handled += 1;
    this.options.onTraffic('in');
    const id = /^<iq\b[^>]* id=['"]([^'"]+)/.exec(stanza)?.[1];
    if (id === undefined) return this.options.onStanza(this, stanza);
    const resolve = this.#asked.get(id);
    this.#asked.delete(id);
    if (resolve) return resolve(stanza);
    this.#answer(id, stanza);
  }

  /** Answers a request: what the agent's program can do, or a ping of the server or of a hub. */
  #answer(id: string, stanza: string): void {
    const from = /^<iq\b[^>]* from=['"]([^'"]+)/.exec(stanza)?.[1];
    const to = from === undefined ? '' : ` to="${from}"`;
    if (!/^<iq\b[^>]* type=['"](?:get|set)/.test(stanza)) return;
    const answer = stanza.includes('disco#info') ? DISCO_INFO : stanza.includes('urn:xmpp:ping') ? '' : undefined;
    const error = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
    this.send(`<iq id="${id}"${to} type="${answer === undefined ? 'error' : 'result'}">${answer ?? error}</iq>`);
  }
}

function presenceOf(status: 'ready' | 'not-ready'): string {
  const caps = `<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="${CAPS_NODE}" ver="${CAPS_VER}"/>`;
  return `<presence>${status === 'ready' ? '' : '<show>away</show>'}${caps}</presence>`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The text of a SASL element. */
function textOf(element: string): string {
  return Buffer.from(/>([^<]*)</.exec(element)?.[1] ?? '', 'base64').toString();
}
