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

/**
 * The address that is meant by one as people write it, "d'artagnan@support.example" (XEP-0106). The last "@" is the one before the domain. A "\" stays as it
 * is, so that who writes the escapes is understood too.
 */
export function escapeLocal(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at).replace(/[ "&'/:<>@]/g, (character) => `\\${character.charCodeAt(0).toString(16)}`) + address.slice(at);
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
