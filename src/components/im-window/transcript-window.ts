import type { TranscriptSlice } from '../../channel/contract.ts';
import type { TranscriptEntry } from '../../model/session/im-session.ts';

/* What a transcript's view reads from the entries that it has. */

/** Ids of the own messages under which the delivery mark stands: the last of each run that came equally far. */
export function lastOfEachDelivery(entries: readonly TranscriptEntry[]): ReadonlySet<string> {
  const ids = new Set<string>();
  let later: string | undefined;
  for (const entry of entries.toReversed()) {
    if (entry.kind === 'message' && entry.delivery) {
      if (entry.delivery !== later) ids.add(entry.id);

      later = entry.delivery;
    }
  }
  return ids;
}

/** The position of the transcript's last entry, which may be further down than those that are here. */
export function newestOf({ entries, newest }: TranscriptSlice): number {
  return newest ?? entries.at(-1)?.position ?? -Infinity;
}

export function isSameDay(at: number, other: number | undefined): boolean {
  return other !== undefined && new Date(at).toDateString() === new Date(other).toDateString();
}
