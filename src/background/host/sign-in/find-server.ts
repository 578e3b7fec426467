import { StreamFailure } from '../../stream/stream-failure.ts';

/** A domain's server address. How it is found is loaded only where none is given. @throws StreamFailure */
export async function findService(domain: string): Promise<string> {
  const hostMeta = await import('../../xmpp/host-meta.ts').catch((cause: unknown) => {
    throw new StreamFailure('server-not-found', { cause, detail: domain });
  });
  return hostMeta.findService(domain);
}
