import { UNREADABLE_SERVICE } from '../../model/policy.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/** Where a server has more addresses, agents could wait for a minute until all have failed. */
const MOST_ADDRESSES = 8;

/**
 * Checks a server's address given by hand, or its addresses with spaces between them: `wss:`, or `ws:` to this very machine. A password must not cross a
 * network in the clear. @returns the addresses with one space between them
 * @throws StreamFailure `server-not-found`, `insecure-connection`; `unreadable-policy` for what stands for an address that can't be read
 */
export function checkService(service: string): string {
  if (service === UNREADABLE_SERVICE) throw new StreamFailure('unreadable-policy');
  const addresses = service.split(/\s+/, MOST_ADDRESSES).filter(Boolean);
  for (const address of addresses.length ? addresses : [service]) {
    const problem = problemOf(address);
    if (problem) throw new StreamFailure(problem, { detail: address });
  }
  return addresses.join(' ');
}

/** What is wrong with an address. */
export function problemOf(service: string): 'server-not-found' | 'insecure-connection' | undefined {
  if (!URL.canParse(service)) return 'server-not-found';
  const { protocol, hostname } = new URL(service);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  if (protocol === 'wss:' || (protocol === 'ws:' && isLoopback)) return undefined;
  return protocol === 'ws:' ? 'insecure-connection' : 'server-not-found';
}
