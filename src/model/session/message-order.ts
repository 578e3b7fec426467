import type { TranscriptEntry, TranscriptMessage } from './im-session.ts';

/*
 * A message may come after others that its author wrote later: the server has lost it, or it comes by another way. Each says where it stands among those
 * that were written in the same browser, so that they are shown in this order, whichever comes first (docs/protocol.md 3).
 */

type Written = Pick<TranscriptMessage, 'from' | 'order'>;

/**
 * The place in a transcript of a message that comes now: before the first one that was written later in the same browser, otherwise at the end. As all
 * that were inserted so are in their order, none of those before that place was written later, and none behind it earlier.
 */
function placeOf(entry: TranscriptEntry, entries: readonly TranscriptEntry[]): number {
  let place = entries.length;
  if (entry.kind === 'event') return place;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const isLater = isWrittenLater(entries[at]!, entry);
    if (isLater === false) break;
    if (isLater) place = at;
  }
  return place;
}

/** Whether an entry was written later than a message; undefined where nothing says so, because it is an event, or was written elsewhere. */
function isWrittenLater(entry: TranscriptEntry, { from, order }: Written): boolean | undefined {
  if (entry.kind !== 'message' || entry.from !== from || entry.order?.device !== order?.device || !order) return undefined;
  return entry.order !== undefined && entry.order.number > order.number;
}

/** Whether the place of a message is certain by these entries, before which there are others: one that was written earlier in the same browser is among them. */
export function isPlaceKnown(message: Written, entries: readonly TranscriptEntry[]): boolean {
  return entries.findLastIndex((entry) => isWrittenLater(entry, message) === false) >= 0;
}

/** Puts an entry, whose position is the last one, into a transcript where it belongs. @returns the entries that have to be stored */
export function insert(entry: TranscriptEntry, entries: TranscriptEntry[]): readonly TranscriptEntry[] {
  const place = placeOf(entry, entries);
  const before = entries[place - 1]?.position ?? 0;
  const next = entries[place]?.position;
  const position = next === undefined ? entry.position : (before + next) / 2;
  const placed = next === undefined ? entry : { ...entry, position };
  entries.splice(place, 0, placed);
  // Where there is no room between its neighbours, all from here on get new positions, larger than all before.
  return next === undefined || (position > before && position < next) ? [placed] : renumbered(entries, place, entry.position);
}

/** New positions for all entries from this one on, up to the last. */
function renumbered(entries: TranscriptEntry[], first: number, last: number): readonly TranscriptEntry[] {
  const count = entries.length - first;
  for (let index = 0; index < count; index += 1) {
    const entry = entries[first + index]!;
    entries[first + index] = { ...entry, position: last - 1 + (index + 1) / count };
  }
  return entries.slice(first);
}
