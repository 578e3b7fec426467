import { UNREADABLE_SERVICE } from '../../model/policy.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/**
 * Checks an address given by hand: `wss:`, or `ws:` to this very machine. A password must not cross a network in the clear.
 * @throws StreamFailure `server-not-found`, `insecure-connection`; `unreadable-policy` for what stands for an address that can't be read
 */
export function checkService(service: string): string {
  const problem = service === UNREADABLE_SERVICE ? 'unreadable-policy' : problemOf(service);
  if (problem) throw new StreamFailure(problem, { detail: service });
  return service;
}

/** What is wrong with an address. */
export function problemOf(service: string): 'server-not-found' | 'insecure-connection' | undefined {
  if (!URL.canParse(service)) return 'server-not-found';
  const { protocol, hostname } = new URL(service);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  if (protocol === 'wss:' || (protocol === 'ws:' && isLoopback)) return undefined;
  return protocol === 'ws:' ? 'insecure-connection' : 'server-not-found';
}
