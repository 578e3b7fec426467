import type { FoundServer } from '../../xmpp/host-meta.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';

/** A domain's server. How it is found is loaded only where no address is given. @throws StreamFailure */
export async function findServer(domain: string): Promise<FoundServer> {
  const hostMeta = await import('../../xmpp/host-meta.ts').catch((cause: unknown) => {
    throw new StreamFailure('server-not-found', { cause, detail: domain });
  });
  return hostMeta.findServer(domain);
}
