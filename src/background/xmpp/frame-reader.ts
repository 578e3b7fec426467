import type { Registry, XMLElement } from 'stanza/jxt/index.js';
import { readXml, type XmlBounds, XmlError, type XmlProblem } from './xml-reader.ts';

/** Why a frame isn't taken, as a code that is counted. */
export type FrameProblem = XmlProblem | 'not-text' | 'unknown-root' | 'unknown-type' | 'untranslatable';

/** A frame as StanzaJS has it. */
export interface ReadFrame {
  readonly kind: FrameKind;
  readonly stanza: Readonly<Record<string, unknown>>;
}

export interface UnreadableFrame {
  readonly problem: FrameProblem;
  /** The server has counted the frame as a stanza (XEP-0198 4), as far as its beginning tells. */
  readonly isStanza: boolean;
}

const NS_CLIENT = 'jabber:client';
const NS_STREAM = 'http://etherx.jabber.org/streams';
const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_SM = 'urn:xmpp:sm:3';

export type FrameKind = 'message' | 'presence' | 'iq' | 'stream' | 'features' | 'streamError' | 'sasl' | 'sm';

/** What a server can send, by its root element. StanzaJS emits an event by the name of the kind, so that other names must not get through. */
const ROOTS = new Map<string, FrameKind>([
  ...['message', 'presence', 'iq'].map((name) => [`{${NS_CLIENT}}${name}`, name as FrameKind] as const),
  ...['open', 'close'].map((name) => [`{${NS_FRAMING}}${name}`, 'stream'] as const),
  [`{${NS_STREAM}}features`, 'features'],
  [`{${NS_STREAM}}error`, 'streamError'],
  ...['challenge', 'success', 'failure'].map((name) => [`{${NS_SASL}}${name}`, 'sasl'] as const),
  ...['a', 'r', 'enabled', 'resumed', 'failed'].map((name) => [`{${NS_SM}}${name}`, 'sm'] as const),
]);

/** The types that RFC 6121 4.7.1 and RFC 6120 8.2.3 know. StanzaJS emits an event by the name of a presence's type, whatever it is. */
const TYPES: ReadonlyMap<FrameKind, readonly unknown[]> = new Map([
  ['presence', [undefined, 'unavailable', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed', 'probe', 'error']],
  ['iq', ['get', 'set', 'result', 'error']],
]);

/**
 * The bounds of one frame. They are wider than what any server lets people send, because a whole roster, or the answer that ends an
 * archive's page, is one stanza.
 */
const BOUNDS: XmlBounds = { length: 4 * 1024 * 1024, depth: 48, attributes: 64, children: 1_000 };
const ANSWER_BOUNDS: XmlBounds = { ...BOUNDS, children: 100_000 };

/** The beginning of a stanza. Servers send stanzas without a prefix, and count what begins like one, whether or not anybody can read the rest. */
const STANZA = /^\s*(?:<\?xml[^>]*>\s*)?<(message|presence|iq)(?=[\s/>]|$)/;

/**
 * Reads one WebSocket message: one stanza, or one element of the stream's own (RFC 7395 3.3). Each message is read by itself: one that can't be read
 * is left out, and the next one is read as if it hadn't been there.
 */
export function readFrame(data: unknown, registry: Registry, acceptLanguages: readonly string[]): ReadFrame | UnreadableFrame {
  if (typeof data !== 'string') return { problem: 'not-text', isStanza: false };
  const beginning = STANZA.exec(data)?.[1];
  const isStanza = beginning !== undefined;
  let root: XMLElement;
  try {
    root = readXml(data, beginning === 'iq' ? ANSWER_BOUNDS : BOUNDS);
  } catch (error) {
    if (error instanceof XmlError) return { problem: error.problem, isStanza };
    throw error;
  }
  const kind = ROOTS.get(`{${root.getNamespace()}}${root.getName()}`);
  if (kind === undefined) return { problem: 'unknown-root', isStanza };
  if (TYPES.get(kind)?.includes(root.attributes.type) === false) return { problem: 'unknown-type', isStanza };
  const stanza = translate(root, registry, acceptLanguages);
  return stanza ? { kind, stanza } : { problem: 'untranslatable', isStanza };
}

/** StanzaJS's translations may throw at a value: a time, a number, base64. */
function translate(
  root: XMLElement,
  registry: Registry,
  acceptLanguages: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  try {
    return registry.import(root, { acceptLanguages: [...acceptLanguages] });
  } catch {
    // The caller drops the stanza, and counts it.
    return undefined;
  }
}
