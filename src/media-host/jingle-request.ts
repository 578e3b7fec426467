import type { SessionManager } from 'stanza/jingle';
import type { JingleAnswer, JingleRequest } from '../channel/media-host.ts';

/** A request or an answer, as StanzaJS takes it. */
export type Processed = Parameters<SessionManager['process']>[0];

export const UNKNOWN: JingleAnswer = { error: { condition: 'item-not-found', jingleError: 'unknown-session' } };
export const OUT_OF_ORDER: JingleAnswer = { error: { condition: 'unexpected-request', jingleError: 'out-of-order' } };

/** The errors of Jingle's own (XEP-0166 10). */
const JINGLE_ERRORS = ['out-of-order', 'tie-break', 'unknown-session', 'unsupported-info'] as const;

/** The reasons of a session's end that nobody wanted. */
const FAILURES = new Set<unknown>([
  'connectivity-error',
  'failed-application',
  'failed-transport',
  'general-error',
  'gone',
  'incompatible-parameters',
  'media-error',
  'security-error',
  'timeout',
]);

/** The errors that a server answers for a peer whose device isn't there at the moment. */
const AWAY: readonly string[] = ['service-unavailable', 'recipient-unavailable', 'remote-server-not-found'];

const MAX_DEPTH = 8;
const MAX_TEXT = 2_000;
const MAX_ENTRIES = 200;

/**
 * Whether a peer's request may be worked on. Its texts end up in SDP, whose lines they must not break, so that they are bounded and have no control
 * characters. And it must offer one sound and nothing else, as this is a voice call, and with a fingerprint, so that the sound is encrypted
 * (DTLS-SRTP, XEP-0320). StanzaJS and `VoiceSession` answer what else isn't valid in it.
 */
export function isAcceptable(request: JingleRequest): request is JingleRequest & Processed['jingle'] {
  const { action, contents } = request;
  if (!isPlain(request, 0)) return false;
  if (action !== 'session-initiate' && action !== 'session-accept') return true;
  return Array.isArray(contents) && contents.length === 1 && isSound(contents[0]);
}

/** Whether a session was ended because something failed, as the peer says (XEP-0166 7.4). */
export function isFailure({ reason }: JingleRequest): boolean {
  const condition = (reason as { readonly condition?: unknown } | null | undefined)?.condition;
  return FAILURES.has(condition);
}

/** Whether an error of the server's says that the peer's device isn't there at the moment (RFC 6120 8.3.3). */
export function isAway(condition: string): boolean {
  return AWAY.includes(condition);
}

/** The stanza error, or none, of an answer as StanzaJS has it. */
export function answerOf(error: { readonly condition?: unknown; readonly jingleError?: unknown } | undefined): JingleAnswer {
  if (!error) return {};
  const { condition, jingleError } = error;
  // `general-error` isn't a stanza error. StanzaJS uses it where what the peer described doesn't work here.
  const named = typeof condition === 'string' && condition !== 'general-error' ? condition : 'bad-request';
  return { error: typeof jingleError === 'string' ? { condition: named, jingleError } : { condition: named } };
}

/** What StanzaJS is told of a peer's error. It looks only at the Jingle error. */
export function errorOf({ error }: JingleAnswer): Processed['error'] {
  if (!error) return undefined;
  const jingleError = JINGLE_ERRORS.find((one) => one === error.jingleError);
  return { condition: 'undefined-condition', ...(jingleError ? { jingleError } : {}) };
}

function isSound(content: unknown): boolean {
  const { application, transport } = content as {
    readonly application?: Record<string, unknown>;
    readonly transport?: Record<string, unknown>;
  };
  const isAudio = application?.applicationType === 'urn:xmpp:jingle:apps:rtp:1' && application.media === 'audio';
  const fingerprints = transport?.transportType === 'urn:xmpp:jingle:transports:ice-udp:1' ? transport.fingerprints : undefined;
  return isAudio && Array.isArray(fingerprints) && fingerprints.length > 0;
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.length <= MAX_TEXT && !/\p{Cc}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  const inner = Object.values(value);
  return depth < MAX_DEPTH && inner.length <= MAX_ENTRIES && inner.every((one) => isPlain(one, depth + 1));
}
