import type { BareJid } from './jid.ts';
import { comparableHost } from './standing.ts';

/** Stands before a stranger's address wherever it is shown: at the front, where no width cuts it off. The text form, not the emoji. */
export const STRANGER_MARK = '\u26A0\uFE0E';

/** Characters that can't be seen, or that move what stands beside them. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}]/gu;

/** A whole address for people: its host in ASCII, where no letter of another script looks like one, and nothing in it that can't be seen. */
export function shownAddress(address: BareJid, { isMarked }: { readonly isMarked: boolean }): string {
  const at = address.indexOf('@');
  const host = address.slice(at + 1);
  const shown = (address.slice(0, at + 1) + (comparableHost(host) ?? host)).replace(UNSEEN, '\uFFFD');
  return isMarked ? `${STRANGER_MARK} ${shown}` : shown;
}
