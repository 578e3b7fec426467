import type { BareJid } from './jid.ts';
import { unescapeLocal } from './logon.ts';
import { comparableHost } from './standing.ts';

/** Stands before a stranger's address wherever it is shown: at the front, where no width cuts it off. The text form, not the emoji. */
export const STRANGER_MARK = '\u26A0\uFE0E';

/** Characters that can't be seen, or that move what stands beside them. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}]/gu;

/**
 * A whole address for people: quotes, apostrophes and ampersands as they are written, but no other escape of XEP-0106, which could stand for an "@" or
 * a space; its host in ASCII, where no letter of another script looks like one, and nothing in it that can't be seen.
 */
export function shownAddress(address: BareJid, { isMarked }: { readonly isMarked: boolean }): string {
  const at = address.indexOf('@');
  const host = address.slice(at + 1);
  const local = address.slice(0, at + 1).replace(/\\(?:22|26|27)/g, unescapeLocal);
  const shown = (local + (comparableHost(host) ?? host)).replace(UNSEEN, '\uFFFD');
  return isMarked ? `${STRANGER_MARK} ${shown}` : shown;
}
