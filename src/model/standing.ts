import { type BareJid, bareJidOf } from './jid.ts';
import type { Policy } from './policy.ts';

/**
 * What somebody who writes or calls is to this agent.
 * - `own`: another device of this agent.
 * - `colleague`: in the directory, of the agent's own domain, or of a host that the policy trusts, as it trusts its availability hubs.
 * - `guest`: a contact who calls. They call, and do nothing else.
 * - `stranger`: everybody else.
 */
export type Standing = 'own' | 'colleague' | 'guest' | 'stranger';

const IS_ASCII = /^[\x21-\x7e]+$/;
/** Characters that IDNA maps to others or leaves out, or that aren't seen: two hosts that are spelt by them would be one. */
const IS_ODD = /[^\p{L}\p{M}\p{N}.-]|\p{Default_Ignorable_Code_Point}/u;

/** What decides it. */
export interface StandingRules {
  readonly me: BareJid;
  readonly isInDirectory: (peer: BareJid) => boolean;
  readonly policy: Pick<Policy, 'guestHosts' | 'trustedDomains' | 'availabilityHubs'>;
}

/**
 * What an address is to this agent. Hosts are compared whole: `conference.support.example` isn't `support.example`. An address that no
 * server delivers like this (an odd spelling of a host, an empty local part) is a stranger's, whomever it resembles.
 */
export function standingOf(address: string, { me, isInDirectory, policy }: StandingRules): Standing {
  const peer = bareJidOf(address);
  if (peer === me) return 'own';
  const host = isSpeltAsDelivered(address) ? hostOf(peer) : undefined;
  if (host === undefined) return 'stranger';
  const isAmong = (hosts: readonly string[] = []) => hosts.some((one) => comparableHost(one) === host);
  // A host that the policy names twice restricts most: its users are no colleagues.
  if (isAmong(policy.guestHosts)) return 'guest';
  const ownHost = hostOf(me);
  if (host === ownHost || isAmong(policy.trustedDomains) || isAmong(policy.availabilityHubs) || isInDirectory(peer)) return 'colleague';
  return policy.guestHosts === undefined && ownHost !== undefined && host.endsWith(`.${ownHost}`) ? 'guest' : 'stranger';
}

/**
 * A host in the one form in which hosts are compared: lower case, ASCII (IDNA), without the dot that ends it.
 * @returns undefined for what isn't a host
 */
export function comparableHost(host: string): string | undefined {
  const bare = host.toLowerCase().replace(/\.$/, '');
  if (bare === '' || /[\s@/"&'<>\p{Cc}]/u.test(bare)) return undefined;
  if (IS_ASCII.test(bare)) return bare;
  // A port, a query or the like: the text is more than a host.
  if (/[:?#%\\[\]]/.test(bare)) return undefined;
  return URL.canParse(`https://${bare}`) ? new URL(`https://${bare}`).hostname : undefined;
}

/**
 * Servers deliver addresses in their normal form (RFC 7622 3): only then can an address be told from another one. Where it isn't, lower
 * case would make `\u212A` (the Kelvin sign) a `k`, and IDNA a full-width letter an ASCII one.
 */
function isSpeltAsDelivered(address: string): boolean {
  const slash = address.indexOf('/');
  const bare = slash < 0 ? address : address.slice(0, slash);
  if (bare.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) !== bare.toLowerCase()) return false;
  const at = bare.indexOf('@');
  const host = bare.slice(at + 1);
  if (at === 0 || host.endsWith('.')) return false;
  return IS_ASCII.test(host) || (host.normalize('NFKC') === host && !IS_ODD.test(host));
}

function hostOf(peer: BareJid): string | undefined {
  return comparableHost(peer.slice(peer.indexOf('@') + 1));
}
