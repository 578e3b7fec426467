import type { Agent } from 'stanza';
import type { IQ } from 'stanza/protocol';
import type { MessagingEvents } from '../stream/messaging-port.ts';

/**
 * The error that the server answers for a device that isn't there (RFC 6121 8.5.3.2.3). Prosody adds a language when it passes on this one, so that
 * the two can be told apart; but a stranger has to know the device's random name to be answered at all.
 */
const NOBODY_THERE: Parameters<Agent['sendIQError']>[1] = { type: 'error', error: { type: 'cancel', condition: 'service-unavailable' } };

type RequestEvents = Pick<MessagingEvents, 'answersTo' | 'admitsRequest' | 'onDropped'>;

/**
 * Keeps requests (IQ) of strangers from the client, and answers them as the server does where nobody is. StanzaJS would tell anybody which
 * features it has, and with that, that the agent is there. Requests beyond a peer's budget get no answer at all, although RFC 6120 8.2.3
 * wants one for each, because answers to a flood would be a flood too.
 */
export function guardRequests(client: Agent, { answersTo, admitsRequest, onDropped }: RequestEvents): void {
  const emit = client.emit.bind(client) as (name: string, ...args: readonly unknown[]) => boolean;
  const guarded = (name: string, ...args: readonly unknown[]): boolean => {
    const iq = name === 'iq' ? (args[0] as IQ) : undefined;
    const isRequest = iq?.type === 'get' || iq?.type === 'set';
    // A request without `from` comes from the agent's own account (RFC 6120 8.1.2.1).
    if (!iq || !isRequest || iq.from === undefined) return emit(name, ...args);
    if (!admitsRequest(iq.from)) return true;
    if (answersTo(iq.from, 'jingle' in iq)) return emit(name, ...args);
    onDropped('stranger-request');
    client.sendIQError(iq, NOBODY_THERE);
    return true;
  };
  client.emit = guarded as Agent['emit'];
}
