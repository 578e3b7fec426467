import type Client from 'stanza/Client';
import { priorityQueue } from 'stanza/lib/AsyncPriorityQueue';
import type { FrameProblem, UnreadableFrame } from './frame-reader.ts';
import type { ReceivedKind } from './websocket-transport.ts';

const STANZAS: readonly string[] = ['message', 'presence', 'iq'] satisfies ReceivedKind[];
/** Elements of signing in. Once the agent is signed in they mean nothing. */
const NEGOTIATION: readonly string[] = ['features', 'sasl'] satisfies ReceivedKind[];

/** Why something wasn't taken: it can't be read, or our own code failed at it. Codes without any of the content. */
export type IncomingProblem = `frame-${FrameProblem}` | 'frame-unexpected' | `${string}-handler-failed`;

/**
 * Takes what the server sends, one after the other, in place of StanzaJS's own queue. That one leaves a stanza uncounted (XEP-0198 4) when
 * a listener throws, and never sees a stanza that can't be read. Here each stanza counts as handled once, in its turn, whatever becomes of
 * it. If stanzas were counted earlier, the server would forget some that aren't stored yet.
 */
export function createIncomingQueue(client: Client, onProblem: (problem: IncomingProblem) => void): Client['incomingDataQueue'] {
  const tell = (kind: string, event: string, stanza: unknown) => {
    try {
      client.emit(event, stanza);
    } catch {
      onProblem(`${kind}-handler-failed`);
    }
  };
  return priorityQueue(async ({ kind, stanza }) => {
    if (kind === ('unreadable' satisfies ReceivedKind)) {
      const { problem, isStanza } = stanza as UnreadableFrame;
      onProblem(`frame-${problem}`);
      if (isStanza) await client.sm.handle();
      return;
    }
    if (client.sessionStarted && NEGOTIATION.includes(kind)) return onProblem('frame-unexpected');
    tell(kind, kind, stanza);
    // StanzaJS waits for the answer to a request of ours under this name.
    if (kind === 'iq' && stanza.id) tell(kind, `iq:id:${stanza.id}`, stanza);
    if (STANZAS.includes(kind)) return client.sm.handle();
    if (kind !== 'sm') return;
    if (stanza.type === 'request') client.sm.ack();
    if (stanza.type !== 'ack') return;
    await client.sm.process(stanza);
    tell(kind, 'stream:management:ack', stanza);
  });
}
