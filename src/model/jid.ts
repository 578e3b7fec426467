import { toDisplayName } from './text/display-name.ts';

/** An XMPP address without a resource, `local@domain`, in its normalised (lower-case) form (RFC 7622). */
export type BareJid = string;

/** An XMPP address with a resource, `local@domain/resource`. */
export type FullJid = string;

/**
 * The address without its resource. Servers deliver addresses in their normal form; beyond ASCII nothing is made lower case here, where
 * two letters may have the same one and two addresses would become one (`\u212A`, the Kelvin sign, and K).
 */
export function bareJidOf(jid: string): BareJid {
  const slash = jid.indexOf('/');
  return (slash < 0 ? jid : jid.slice(0, slash)).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The local part of an address: what the help page calls the agent's *logon*. A bare domain is its own logon. As it may be shown. */
export function logonOf(jid: string): string {
  const bare = bareJidOf(jid);
  const at = bare.indexOf('@');
  return toDisplayName(at < 0 ? bare : bare.slice(0, at)) || '?';
}

/** The domain of an address. */
export function domainOf(jid: string): string {
  const bare = bareJidOf(jid);
  return bare.slice(bare.indexOf('@') + 1);
}

/** Whether the text is an agent's address: a local part, one `@`, a domain, nothing that XML or an address forbids. */
export function isBareJid(text: string): boolean {
  return text.length <= 3071 && /^[^\s@/"&'<>:\p{Cc}]+@[^\s@/"&'<>\p{Cc}]+$/u.test(text);
}
