import type { SenderGroup } from '../../model/desk/sender-groups.ts';

/** How many invitations or calls of one sender are shown, the newest ones. The others are counted. */
const MOST_ROWS = 3;

/** The rows that a sender gets in a list of what is pending, oldest first, and how many more there are. */
export function rowsOf<T>({ all }: SenderGroup<T>): { readonly rows: readonly T[]; readonly more: number } {
  return { rows: all.slice(-MOST_ROWS), more: Math.max(0, all.length - MOST_ROWS) };
}
