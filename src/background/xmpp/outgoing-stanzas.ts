import type { Agent } from 'stanza';
import type StreamManagement from 'stanza/helpers/StreamManagement';
import { childInteger, type DefinitionOptions, type JSONData } from 'stanza/jxt/index.js';
import type { IQ, Presence } from 'stanza/protocol';
import type { RefusedStanzas, SentStanza, StreamEnd } from '../stream/refused-stanzas.ts';

declare module 'stanza/protocol' {
  interface StreamFeatures {
    streamLimits?: { maxBytes?: number };
  }
}

/** XEP-0478: Stream Limits Advertisement, https://xmpp.org/extensions/xep-0478.html */
export const STREAM_LIMITS: DefinitionOptions = {
  element: 'limits',
  namespace: 'urn:xmpp:stream-limits:0',
  path: 'features.streamLimits',
  fields: { maxBytes: childInteger(null, 'max-bytes') },
};

const KINDS: readonly string[] = ['message', 'presence', 'iq'] satisfies SentStanza['kind'][];
const REFUSED = { condition: 'policy-violation', type: 'cancel' } as const;
/** What differs each time that the same is sent. */
const RANDOM = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Decides about each stanza of one connection whether and when it is sent, so that one that the server doesn't take holds up nothing else. */
export class OutgoingStanzas {
  #maxBytes = Infinity;
  #isOver = false;

  constructor(
    private readonly client: Agent,
    private readonly sm: StreamManagement,
    private readonly refused: RefusedStanzas,
  ) {
    client.on('features', ({ streamLimits }) => (this.#maxBytes = streamLimits?.maxBytes || this.#maxBytes));
    client.on('stanza:acked', ({ kind, stanza }) => refused.noteAcked(keyOf(kind, stanza)));
  }

  /** Waits until this may be written. @returns whether it is to be written @throws when the connection has ended meanwhile */
  async admit(name: string, data: JSONData, xml: string): Promise<boolean> {
    // Only what is counted (XEP-0198) can be told from what has arrived.
    if (!isKind(name) || !this.sm.started) return true;
    const { id } = data as { id?: string };
    const stanza: SentStanza = { key: keyOf(name, data), kind: name, id, bytes: new TextEncoder().encode(xml).length };
    const isRefused = this.refused.has(stanza.key);
    if (isRefused || stanza.bytes > this.#maxBytes) {
      this.sm.unacked = this.sm.unacked.filter(([, tracked]) => tracked !== data);
      if (!isRefused) this.refused.refuse(stanza, 'too-large');
      this.#replace(name, data);
      return false;
    }
    // What still waits in StanzaJS's queue is sent again on the next connection.
    if (!this.#isOver && (await this.refused.turn(stanza))) return true;
    throw new Error('The connection is closed');
  }

  /** To be called when the connection has ended. @param end How the other side has ended it; undefined if this side has */
  noteEnd(end: StreamEnd | undefined): void {
    this.#isOver = true;
    this.refused.noteEnd(end);
  }

  /** Answers a request that isn't sent, and sends a presence without the agent's text, which alone of it can be refused. */
  #replace(kind: SentStanza['kind'], data: JSONData): void {
    const { status, ...presence } = data as Presence;
    if (kind === 'presence' && status !== undefined) this.client.sendPresence(presence);
    const { id, to, type } = data as IQ;
    if (kind !== 'iq' || (type !== 'get' && type !== 'set')) return;
    const answer: IQ = { ...(id === undefined ? {} : { id }), ...(to === undefined ? {} : { from: to }), type: 'error', error: REFUSED };
    const emit = this.client.emit.bind(this.client) as (name: string, iq: IQ) => boolean;
    emit(`iq:id:${id}`, answer);
  }
}

function isKind(name: string): name is SentStanza['kind'] {
  return KINDS.includes(name);
}

/** The name by which a stanza is known on another stream: a message by its id, everything else by its content. */
export function keyOf(kind: string, data: object): string {
  const { id, ...content } = data as { id?: string };
  return kind === 'message' && id !== undefined ? messageKey(id) : `${kind} ${JSON.stringify(content).replace(RANDOM, '')}`;
}

export function messageKey(id: string): string {
  return `message ${id}`;
}
