import type { ImSessionView } from '../workspace.ts';

/** What tells the tabs of a colleague apart. */
export type TabDetail =
  | { readonly by: 'contact'; readonly name: string }
  /** When the session began. Milliseconds since the epoch. */
  | { readonly by: 'time'; readonly at: number };

/** What tells the tab of a session from the others of the same colleague; undefined where there is none. */
export function tabDetailOf({ id, peer, parent, createdAt }: ImSessionView, shown: readonly ImSessionView[]): TabDetail | undefined {
  const others = shown.filter((other) => other.peer === peer && other.id !== id);
  if (others.length === 0) return undefined;
  const isAlone = parent && others.every((other) => other.parent?.contactName !== parent.contactName);
  return isAlone ? { by: 'contact', name: parent.contactName } : { by: 'time', at: createdAt };
}
