import { bareJidOf } from './jid.ts';
import { toDisplayName } from './text/display-name.ts';

/** The local part of an address: what the help page calls the agent's *logon*. A bare domain is its own logon. As it may be shown. */
export function logonOf(jid: string): string {
  const bare = bareJidOf(jid);
  const at = bare.indexOf('@');
  return toDisplayName(at < 0 ? bare : unescapeLocal(bare.slice(0, at))) || '?';
}

/** The local part with what its escapes stand for (XEP-0106, 4). It isn't an address any more. */
export function unescapeLocal(local: string): string {
  return local.replace(/\\(2[0267f]|3[ace]|40|5c)/g, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
}
