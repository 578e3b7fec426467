import type { Agent } from 'stanza';
import type { IQ } from 'stanza/protocol';

/**
 * What answers a request to a device that isn't there (RFC 6121 8.5.3.2.3): the server says the same. Prosody adds a language to this one; a
 * stranger has to know the device's random name to be answered at all.
 */
const NOBODY_THERE: Parameters<Agent['sendIQError']>[1] = { type: 'error', error: { type: 'cancel', condition: 'service-unavailable' } };

/**
 * Lets requests (IQ) of some reach nothing of the client: to them it answers as the server does where nobody is. StanzaJS would tell
 * anybody what it understands, and that it is there.
 */
export function guardRequests(client: Agent, isAnswered: (from: string, isJingle: boolean) => boolean, onDropped: (reason: string) => void): void {
  const emit = client.emit.bind(client) as (name: string, ...args: readonly unknown[]) => boolean;
  const guarded = (name: string, ...args: readonly unknown[]): boolean => {
    const iq = name === 'iq' ? (args[0] as IQ) : undefined;
    const isRequest = iq?.type === 'get' || iq?.type === 'set';
    // Without `from` it is one's own account's (RFC 6120 8.1.2.1).
    if (!iq || !isRequest || iq.from === undefined || isAnswered(iq.from, 'jingle' in iq)) return emit(name, ...args);
    onDropped('stranger-request');
    client.sendIQError(iq, NOBODY_THERE);
    return true;
  };
  client.emit = guarded as Agent['emit'];
}
