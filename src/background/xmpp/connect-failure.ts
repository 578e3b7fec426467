import type { Agent } from 'stanza';
import type { StreamError } from 'stanza/protocol';
import { StreamFailure } from '../stream/stream-failure.ts';

/** Watches a connection attempt, so that it can say why it has failed, because the browser tells only that a socket was closed. */
export function connectFailure(client: Agent, service: string, signInFailure: () => StreamFailure | undefined): () => StreamFailure {
  let isConnected = false;
  let hasFeatures = false;
  let failure: StreamFailure | undefined;
  client.on('connected', () => (isConnected = true));
  client.on('features', () => (hasFeatures = true));
  const noteStreamError = ({ condition, text }: StreamError) => {
    if (condition === 'host-unknown' || condition === 'host-gone')
      failure = new StreamFailure('server-not-found', { detail: client.config.server });
    else failure ??= new StreamFailure('unexpected', { detail: text ?? condition, condition });
  };
  client.on('stream:error', noteStreamError);
  // StanzaJS passes a stream error of the server on as data only, and raises no event for it.
  client.on('stream:data', (data: StreamError, kind) => kind === 'streamError' && noteStreamError(data));
  return () => {
    const known = signInFailure() ?? failure;
    if (known) return known;
    if (hasFeatures) return new StreamFailure('unexpected');
    if (isConnected) return new StreamFailure('not-an-xmpp-server', { detail: service });
    // A page can't tell a refused port from a refused certificate.
    return new StreamFailure(service.startsWith('wss:') ? 'certificate' : 'connection-refused', { detail: service });
  };
}
