import type { TranscriptEntry, TranscriptMessage } from './im-session.ts';

/*
 * A message that the server has lost comes again after others that were written later. Its sender says before which of them it was written, and it is
 * shown there, also where that one comes even later (docs/protocol.md 3).
 */

/** The message that the agent wrote next after this one of theirs, as a transcript's entries show. One that was refused doesn't count. */
export function nextAfter(messageId: string, entries: readonly TranscriptEntry[]): string | undefined {
  const isOwn = (entry: TranscriptEntry): entry is TranscriptMessage => entry.kind === 'message' && entry.isOwn;
  const at = entries.findLastIndex((entry) => isOwn(entry) && entry.id === messageId);
  if (at < 0) return undefined;
  return entries.slice(at + 1).find((entry) => isOwn(entry) && entry.delivery !== 'failed')?.id;
}

/** Puts an entry, whose position is the last one, into a transcript where it belongs. @returns the entries that have to be stored */
export function insert(entry: TranscriptEntry, entries: TranscriptEntry[]): readonly TranscriptEntry[] {
  entries.push(entry);
  if (entry.kind !== 'message') return [entry];
  const moved = moveBefore(entry, entries);
  return moved.size > 0 ? positioned(entries, moved, entry.position) : [entry];
}

/** Moves a message before the one that it precedes, and then those that precede it before it. A message moves once, whatever its sender says. */
function moveBefore(message: TranscriptMessage, entries: TranscriptEntry[]): ReadonlySet<TranscriptEntry> {
  const moved = new Set<TranscriptEntry>();
  const asked = [message];
  for (const one of asked) {
    const at = entries.indexOf(one);
    const next =
      one.precedes === undefined ? -1 : entries.findLastIndex((other) => isMessageOf(other, one.from) && other.id === one.precedes);
    if (next >= 0 && next < at) {
      entries.splice(next, 0, ...entries.splice(at, 1));
      moved.add(one);
    }
    const place = entries.indexOf(one);
    for (const other of entries.slice(place + 1))
      if (isMessageOf(other, one.from) && other.precedes === one.id && !asked.includes(other)) asked.push(other);
  }
  return moved;
}

function isMessageOf(entry: TranscriptEntry, from: string): entry is TranscriptMessage {
  return entry.kind === 'message' && entry.from === from;
}

/** Gives the moved entries positions between their neighbours'. Where there is no room for that, all from there on get new ones, up to the last. */
function positioned(entries: TranscriptEntry[], moved: ReadonlySet<TranscriptEntry>, last: number): readonly TranscriptEntry[] {
  const first = entries.findIndex((entry) => moved.has(entry));
  const stored: TranscriptEntry[] = [];
  for (let at = first; at < entries.length; at += 1) {
    const entry = entries[at]!;
    if (!moved.has(entry)) continue;
    const before = entries[at - 1]?.position ?? 0;
    const next = entries.slice(at + 1).find((other) => !moved.has(other))?.position ?? last;
    const position = (before + next) / 2;
    if (position <= before || position >= next) return renumbered(entries, first, last);
    stored.push((entries[at] = { ...entry, position }));
  }
  return stored;
}

/** New positions for all entries from this one on, larger than all before. */
function renumbered(entries: TranscriptEntry[], first: number, last: number): readonly TranscriptEntry[] {
  const count = entries.length - first;
  for (let index = 0; index < count; index += 1) {
    const entry = entries[first + index]!;
    entries[first + index] = { ...entry, position: last - 1 + (index + 1) / count };
  }
  return entries.slice(first);
}
