import type { Agent } from 'stanza';
import type { IQ } from 'stanza/protocol';
import type { MessagingEvents } from '../messaging-port.ts';

/**
 * What answers a request to a device that isn't there (RFC 6121 8.5.3.2.3): the server says the same. Prosody adds a language to this one; a
 * stranger has to know the device's random name to be answered at all.
 */
const NOBODY_THERE: Parameters<Agent['sendIQError']>[1] = { type: 'error', error: { type: 'cancel', condition: 'service-unavailable' } };

type RequestEvents = Pick<MessagingEvents, 'answersTo' | 'admitsRequest' | 'onDropped'>;

/**
 * Lets requests (IQ) of some reach nothing of the client: to them it answers as the server does where nobody is. StanzaJS would tell
 * anybody what it understands, and that it is there. What is beyond a peer's budget stays unanswered, though RFC 6120 8.2.3 wants an answer
 * to each: a flood gets none.
 */
export function guardRequests(client: Agent, { answersTo, admitsRequest, onDropped }: RequestEvents): void {
  const emit = client.emit.bind(client) as (name: string, ...args: readonly unknown[]) => boolean;
  const guarded = (name: string, ...args: readonly unknown[]): boolean => {
    const iq = name === 'iq' ? (args[0] as IQ) : undefined;
    const isRequest = iq?.type === 'get' || iq?.type === 'set';
    // Without `from` it is one's own account's (RFC 6120 8.1.2.1).
    if (!iq || !isRequest || iq.from === undefined) return emit(name, ...args);
    if (!admitsRequest(iq.from)) return true;
    if (answersTo(iq.from, 'jingle' in iq)) return emit(name, ...args);
    onDropped('stranger-request');
    client.sendIQError(iq, NOBODY_THERE);
    return true;
  };
  client.emit = guarded as Agent['emit'];
}
