import { type BareJid, bareJidOf, escapeLocal, isBareJid } from '../../model/jid.ts';
import type { AgentSignIn } from '../../model/policy.ts';

const DEFAULT_CLAIM = 'preferred_username';

/**
 * The address of who has signed in at the issuer: the claim's name, in the organisation's domain. Undefined if the claim has no name, or one of
 * another domain.
 */
export function addressIn(claims: Readonly<Record<string, unknown>>, { claim = DEFAULT_CLAIM, domain }: AgentSignIn): BareJid | undefined {
  const name = claims[claim];
  if (typeof name !== 'string' || name === '') return undefined;
  const jid = bareJidOf(escapeLocal(name.includes('@') ? name : `${name}@${domain}`));
  return isBareJid(jid) && jid.endsWith(`@${domain}`) ? jid : undefined;
}
