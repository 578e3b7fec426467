import type { ImSessionView } from '../workspace.ts';

/** What tells the tabs of a colleague apart: what the session is about and, where that isn't enough, when it began. */
export interface TabDetail {
  /** The contact whom the agent asks about. */
  readonly contactName?: string;
  /** What was written first. */
  readonly subject?: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

/** What tells the tab of a session from the others of the same colleague; undefined where there is none. */
export function tabDetailOf(
  { id, peer, parent, subject, createdAt }: ImSessionView,
  shown: readonly ImSessionView[],
): TabDetail | undefined {
  const others = shown.filter((other) => other.peer === peer && other.id !== id);
  if (others.length === 0) return undefined;
  if (parent) {
    const isUnique = others.every((other) => other.parent?.contactName !== parent.contactName);
    return { contactName: parent.contactName, ...(isUnique ? {} : { at: createdAt }) };
  }
  const isUnique = subject !== undefined && others.every((other) => other.parent || other.subject !== subject);
  return { ...(subject === undefined ? {} : { subject }), ...(isUnique ? {} : { at: createdAt }) };
}
