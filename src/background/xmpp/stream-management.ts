import type { Agent } from 'stanza';
import type { MessagingEvents, StreamState } from '../messaging-port.ts';

type Unacked = StreamState['unacked'];

/**
 * Stream management (XEP-0198) that survives a killed process. StanzaJS acknowledges what it has handled in memory; here
 * the server is told only of what is durable, and what it is sent again is tracked again.
 */
export function manageStream(client: Agent, events: MessagingEvents, state: StreamState | undefined): void {
  const { sm } = client;
  sm.cache((next) => {
    events.onStreamState(next.id ? { ...next, id: next.id, unacked: [...next.unacked] as unknown as Unacked } : undefined);
    return Promise.resolve();
  });
  sm.ack = () => {
    const { handled } = sm;
    // A flush that fails is told elsewhere; the server then keeps what it wasn't acknowledged.
    events.flush().then(
      () => sm.emit('send', { type: 'ack', handled }),
      () => undefined,
    );
  };
  // StanzaJS forgets what it sends again on a resumption: a second cut would lose it, and later acks hit the wrong stanza.
  sm.on('resend', ({ kind, stanza }) => sm.unacked.push([kind, stanza] as (typeof sm.unacked)[number]));
  client.on('stanza:acked', ({ kind, stanza }) => {
    if (kind === 'message' && stanza.id) events.onAcked(stanza.id);
  });
  if (state) sm.load(state as unknown as Parameters<typeof sm.load>[0]);
}
