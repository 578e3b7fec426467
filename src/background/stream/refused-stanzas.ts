import type { DeliveryFailure } from '../../model/session/im-session.ts';

/** How often the stream has to end at a stanza, sent by itself, until the stanza is taken for the cause where the server doesn't say that it is. */
const FAILURES = 2;
/** After this many stanzas beyond the suspects, sent one by one, the stream counts as sound: a suspect may never be sent again. */
const MORE_ONE_BY_ONE = 20;
/** The most stanzas that are remembered as refused. */
const MOST_REFUSED = 100;
/** Stream errors that say what was wrong with what was sent (RFC 6120 4.9.3). Servers end a stream by the first one for a stanza that is too large. */
const CONDITIONS = new Set([
  'policy-violation',
  'bad-format',
  'invalid-xml',
  'not-well-formed',
  'restricted-xml',
  'invalid-namespace',
  'bad-namespace-prefix',
  'unsupported-stanza-type',
]);
/** The same as WebSocket close codes (RFC 6455 7.4.1): data of the wrong kind, invalid, against a policy, too big. */
const CLOSE_CODES = new Set([1003, 1007, 1008, 1009]);
/** What every server takes (RFC 6120 13.12), so that a smaller stanza is refused for another reason than its size. */
const ALWAYS_TAKEN = 10_000;

/** A stanza of ours, as far as it can be known again on another stream. */
export interface SentStanza {
  /** The same each time that it is sent: `message` and its id, or else its content. */
  readonly key: string;
  readonly kind: 'message' | 'presence' | 'iq';
  readonly id: string | undefined;
  /** The bytes of its XML. */
  readonly bytes: number;
}

/** How the other side has ended a stream, as far as it says. */
export interface StreamEnd {
  /** The stream error (RFC 6120 4.9.3). */
  readonly condition?: string | undefined;
  /** The WebSocket's close code. */
  readonly closeCode?: number | undefined;
}

/**
 * Finds the stanza at which a server, or a relay before it, closes the stream each time, as one that is too large. Nothing tells which it is, because all
 * that wasn't acknowledged (XEP-0198) is sent again and may be the cause. So once a stream ends twice before the same stanza was acknowledged, or
 * the server says that it ends because of a stanza, the next stream sends them one by one, and where that ends too, the cause is known.
 */
export class RefusedStanzas {
  /** What was sent on the current stream and isn't acknowledged, in order. */
  readonly #unacked = new Map<string, SentStanza>();
  /** What wasn't acknowledged when the stream before ended. */
  #suspects: ReadonlySet<string> = new Set();
  /** How many stanzas are still to be sent one by one. */
  #oneByOne = 0;
  /** How often the stream has ended at a stanza that was sent by itself. */
  readonly #failures = new Map<string, number>();
  readonly #refused = new Set<string>();
  /** Those of them that are presence or requests. */
  readonly #notMessages = new Set<string>();
  /** Goes on with the stanza that waits for its turn, or tells it that the stream has ended. */
  #next: ((goesOn: boolean) => void) | undefined;

  /** @param onRefused Called when a stanza isn't to be sent any more */
  constructor(private readonly onRefused: (stanza: SentStanza, reason: DeliveryFailure) => void) {}

  /** Whether a stanza isn't to be sent, because the server doesn't take it. */
  has(key: string): boolean {
    return this.#refused.has(key);
  }

  /** To be called when the agent wants a stanza to be sent nevertheless. */
  forget(key: string): void {
    this.#refused.delete(key);
  }

  /** Sets a stanza aside. */
  refuse(stanza: SentStanza, reason: DeliveryFailure): void {
    const [oldest = ''] = this.#refused;
    if (this.#refused.size >= MOST_REFUSED) this.#refused.delete(oldest);
    this.#refused.add(stanza.key);
    if (stanza.kind !== 'message') this.#notMessages.add(stanza.key);
    this.#failures.delete(stanza.key);
    this.onRefused(stanza, reason);
  }

  /**
   * Waits until the stanza may be sent: at once, or one by one. To be called for one stanza after the other.
   * @returns whether the stream still goes on
   */
  async turn(stanza: SentStanza): Promise<boolean> {
    if (this.#oneByOne > 0 && this.#unacked.size > 0 && !(await new Promise<boolean>((resolve) => (this.#next = resolve)))) return false;
    this.#unacked.set(stanza.key, stanza);
    return true;
  }

  noteAcked(key: string): void {
    this.#unacked.delete(key);
    this.#failures.delete(key);
    if (this.#oneByOne > 0) this.#oneByOne -= 1;
    if (this.#unacked.size === 0 || this.#oneByOne === 0) this.#goOn(true);
  }

  /** To be called when a stream has ended. @param end How the other side has ended it; undefined if this side has */
  noteEnd(end: StreamEnd | undefined): void {
    const unacked = [...this.#unacked.values()];
    const [single, ...others] = unacked;
    this.#unacked.clear();
    // Presence and requests are set aside for one stream only: the server may have been killed each time that one was sent, and without some of them no
    // stream is of use. Of a message the agent is told, and can have it sent again.
    for (const key of this.#notMessages) this.#refused.delete(key);
    this.#notMessages.clear();
    this.#goOn(false);
    // A stream that this side has cut was silent, which says nothing of what was sent on it.
    if (!end || !single) return;
    const isOfStanza = CONDITIONS.has(end.condition ?? '') || CLOSE_CODES.has(end.closeCode ?? 0);
    const isAgain = unacked.some(({ key }) => this.#suspects.has(key));
    const isAlone = this.#oneByOne > 0 && isAgain && others.length === 0;
    const failures = isAlone ? (this.#failures.get(single.key) ?? 0) + 1 : 0;
    this.#suspects = new Set(unacked.map(({ key }) => key));
    this.#oneByOne = isAgain || isOfStanza ? unacked.length + MORE_ONE_BY_ONE : 0;
    if (isAlone && (failures >= FAILURES || isOfStanza)) this.refuse(single, single.bytes > ALWAYS_TAKEN ? 'too-large' : 'not-taken');
    else if (isAlone) this.#failures.set(single.key, failures);
  }

  #goOn(goesOn: boolean): void {
    const next = this.#next;
    this.#next = undefined;
    next?.(goesOn);
  }
}
