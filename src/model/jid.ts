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
  return toDisplayName(at < 0 ? bare : unescapeLocal(bare.slice(0, at))) || '?';
}

/** What a local part can't contain, with the escapes that stand for it (XEP-0106, 4). */
const ESCAPED: ReadonlyMap<string, string> = new Map(
  [...' "&\'/:<>@\\'].map((character) => [`\\${character.charCodeAt(0).toString(16)}`, character]),
);

/** The local part with what its escapes stand for (XEP-0106). It isn't an address any more. */
export function unescapeLocal(local: string): string {
  return local.replace(/\\(?:2[0267f]|3[ace]|40|5c)/g, (escape) => ESCAPED.get(escape) ?? escape);
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
