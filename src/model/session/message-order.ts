import type { TranscriptEntry } from './im-session.ts';

/*
 * A message that the server has lost comes again after others that were written later. Its sender says before which of them it was written, and it is
 * shown there (docs/protocol.md 3).
 */

/**
 * Of a transcript's entries, the first message that the agent wrote after this one of theirs and that has arrived. As long as none is known to have
 * arrived, the next one, which may have.
 */
export function nextAfter(messageId: string, entries: readonly TranscriptEntry[]): string | undefined {
  const own = entries.flatMap((entry) => (entry.kind === 'message' && entry.isOwn ? [entry] : []));
  const at = own.findLastIndex(({ id }) => id === messageId);
  const later = at < 0 ? [] : own.slice(at + 1).filter(({ delivery }) => delivery !== 'failed');
  return (later.find(({ delivery }) => delivery === 'delivered' || delivery === 'read') ?? later[0])?.id;
}

/** Where an entry belongs: at the end or, with a position between its neighbours', before the message of the same sender that it `precedes`. */
export function placeBefore(
  precedes: string | undefined,
  entry: TranscriptEntry,
  entries: readonly TranscriptEntry[],
): { readonly entry: TranscriptEntry; readonly at: number } {
  const at =
    precedes === undefined || entry.kind !== 'message'
      ? -1
      : entries.findLastIndex((other) => other.kind === 'message' && other.from === entry.from && other.id === precedes);
  const next = entries[at];
  if (!next) return { entry, at: entries.length };
  const before = entries[at - 1]?.position ?? next.position - 1;
  return { entry: { ...entry, position: (before + next.position) / 2 }, at };
}
