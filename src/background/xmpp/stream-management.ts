import type { Agent } from 'stanza';
import { type DefinitionOptions, integerAttribute } from 'stanza/jxt/index.js';
import { NS_STREAM_MANAGEMENT } from './namespaces.ts';
import type { MessagingEvents, StreamState } from '../stream/messaging-port.ts';

type StoredStanza = StreamState['unacked'][number];
type TrackedStanza = Agent['sm']['unacked'][number];

/**
 * How long the server shall keep a stream whose connection is lost. The agent looks available meanwhile, so that it is short. Whoever comes back later
 * reads the archive.
 */
const KEPT_S = 60;

/**
 * How long the answer to a server's request may wait for what has come to be stored. While a disk is full that takes any time, and ejabberd ends a stream
 * that hasn't answered for a minute. The answer then says what is stored, which the server knows already.
 */
const LONGEST_SILENCE_MS = 15_000;

declare module 'stanza/protocol' {
  interface StreamManagementEnable {
    max?: number;
  }
}

/** XEP-0198 5: the longest time that a client wants its stream to be kept, which StanzaJS leaves out. */
export const STREAM_TO_KEEP: DefinitionOptions = {
  element: 'enable',
  namespace: NS_STREAM_MANAGEMENT,
  path: 'sm',
  type: 'enable',
  typeField: 'type',
  fields: { max: integerAttribute('max') },
};

/** XEP-0198 4: counts are unsigned, of 32 bits. */
const COUNTS = 2 ** 32;

/**
 * Stream management (XEP-0198) that survives a killed process. StanzaJS acknowledges what it has handled in memory; here the server is told
 * only of what is durable, and stanzas that are sent again are tracked again.
 */
export function manageStream(client: Agent, events: MessagingEvents, state: StreamState | undefined, now: () => number): void {
  const { sm } = client;
  let isKnown = state !== undefined;
  let heard = { handled: state?.handled, at: state?.heardAt ?? now() };
  sm.cache((next) => {
    if (next.handled !== heard.handled) heard = { handled: next.handled, at: now() };
    // A server that gives no id doesn't resume streams, so that there is no state to be stored.
    if (next.id || isKnown) {
      events.onStreamState(
        next.id
          ? { ...next, id: next.id, heardAt: heard.at, unacked: next.unacked.map(([kind, stanza]): StoredStanza => [kind, { ...stanza }]) }
          : undefined,
      );
    }
    isKnown = Boolean(next.id);
    return Promise.resolve();
  });
  let acknowledging = Promise.resolve();
  let acknowledged = state?.handled ?? 0;
  sm.enable = async () => {
    acknowledged = 0;
    sm.emit('send', { type: 'enable', allowResumption: sm.allowResume, max: KEPT_S });
  };
  const acknowledge = (handled: number) => {
    clearTimeout(silence);
    silence = undefined;
    acknowledged = handled;
    sm.emit('send', { type: 'ack', handled });
  };
  let silence: ReturnType<typeof setTimeout> | undefined;
  client.on('disconnected', () => {
    clearTimeout(silence);
    silence = undefined;
  });
  sm.ack = () => {
    const { handled } = sm;
    silence ??= setTimeout(() => acknowledge(acknowledged), LONGEST_SILENCE_MS);
    // Acknowledgements are sent one after the other. Flushes that end together may end in another order, and servers take a count that goes
    // back for an error. If a flush fails, the journal says so, and the server keeps what it wasn't acknowledged.
    acknowledging = acknowledging
      .then(() => events.flush())
      .then(
        () => acknowledge(handled),
        () => undefined,
      );
  };
  const process = sm.process.bind(sm);
  // StanzaJS takes any count. An impossible one would make every later acknowledgement hit the wrong stanzas.
  sm.process = async (ack, isResumption) => {
    const { handled } = ack;
    if (handled === undefined ? !isResumption : isPossible(handled, sm, isResumption)) {
      if (isResumption && moreAcked(handled, sm) > sm.unacked.length) events.onMoreSent();
      return process(ack, isResumption);
    }
    events.onDropped('impossible-ack');
    if (!isResumption) return;
    // Nobody knows what has reached the server then. A new stream sends again what matters, which peers recognise by its id.
    await sm.shutdown();
    client.transport?.disconnect(false);
  };
  // StanzaJS forgets what it sends again on a resumption, so that a second cut would lose it, and later acknowledgements would hit the
  // wrong stanza.
  sm.on('resend', ({ kind, stanza }) => sm.unacked.push([kind, stanza]));
  client.on('stanza:acked', ({ kind, stanza }) => {
    if (kind === 'message' && stanza.id) events.onAcked(stanza.id);
  });
  // StanzaJS forgets the stream at every connection that fails before it is resumed. Only the server can say that it is over.
  sm.hibernate = async () => {
    if (!sm.id || !sm.allowResume) await sm.shutdown();
  };
  client.on('auth:failed', () => (sm.shutdown = () => Promise.resolve()));
  if (state) sm.load({ allowResume: true, ...state, unacked: state.unacked.flatMap((entry) => trackedIn(entry)) });
}

/** What was stored of a stanza, as StanzaJS gave it. */
function trackedIn(entry: readonly [string, object]): TrackedStanza[] {
  return isTracked(entry) ? [entry] : [];
}

function isTracked(entry: readonly [string, object]): entry is TrackedStanza {
  return ['message', 'presence', 'iq'].includes(entry[0]);
}

type Sent = Pick<Agent['sm'], 'lastAck' | 'unacked'>;

/**
 * Whether the server may have handled so many stanzas: at least as many as it has said before, and no more than were sent. On a resumption
 * it may have handled more than is known here, because a host that was killed may have sent something that wasn't stored yet.
 */
function isPossible(handled: number, sent: Sent, isResumption = false): boolean {
  if (!Number.isInteger(handled) || handled < 0 || handled >= COUNTS) return false;
  const more = moreAcked(handled, sent);
  return isResumption ? more < COUNTS / 2 : more <= sent.unacked.length;
}

/** How many stanzas the server has handled since it said so last. */
function moreAcked(handled = 0, { lastAck }: Sent): number {
  return (handled - lastAck + COUNTS) % COUNTS;
}
