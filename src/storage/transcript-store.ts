import type { TranscriptEntry, TranscriptMessage } from '../model/session/im-session.ts';
import type { StoreDatabase, StoreTransaction, StoreWrite } from './store-port.ts';
import type { SessionId } from '../model/ids.ts';

/** A transcript entry as stored: an event's `from` is empty, so that one key path serves both kinds. */
type StoredTranscriptEntry = TranscriptEntry & { readonly from: string };

export type TranscriptRecords = {
  transcript: {
    key: [sessionId: SessionId, from: string, id: string];
    value: StoredTranscriptEntry;
    indexes: { byPosition: [sessionId: SessionId, position: number] };
  };
};

/** The key of an entry within its session: nobody but the sender can name a sender's message. */
export function entryKeyOf(entry: Pick<TranscriptEntry, 'id'> & { readonly from?: string }): string {
  return `${entry.from ?? ''} ${entry.id}`;
}

/** The last `count` entries of a session's transcript, or of those before a position, oldest first. */
export async function getLastEntries(
  database: StoreDatabase<TranscriptRecords>,
  sessionId: SessionId,
  count: number,
  before = Infinity,
): Promise<TranscriptEntry[]> {
  const range = IDBKeyRange.bound([sessionId, 0], [sessionId, Math.max(0, before)], false, true);
  for (let asked = count; ; asked *= 2) {
    const last = await database.getLastFromIndex('transcript', 'byPosition', range, asked);
    const readable = last.filter(isReadable);
    // Those before take the place of what can't be read.
    if (readable.length >= count || last.length < asked) return readable.slice(-count);
  }
}

/** The first `count` entries from a position on, oldest first; fewer where some of them can't be read. */
export async function getEntriesFrom(
  database: StoreDatabase<TranscriptRecords>,
  sessionId: SessionId,
  position: number,
  count: number,
): Promise<TranscriptEntry[]> {
  const range = IDBKeyRange.bound([sessionId, position], [sessionId, Infinity]);
  const entries = await database.getAllFromIndex('transcript', 'byPosition', range, count);
  return entries.filter(isReadable);
}

/** A message of a session's transcript; undefined where it isn't there. */
export function getEntry(
  database: StoreDatabase<TranscriptRecords>,
  sessionId: string,
  from: string,
  id: string,
): Promise<TranscriptEntry | undefined> {
  return database.get('transcript', [sessionId, from, id]);
}

/** A record that isn't one, of another version perhaps, is left alone: nothing else of the transcript is lost by it. */
export function isReadable(
  entry: { readonly [K in keyof StoredTranscriptEntry]?: unknown } & { readonly body?: unknown; readonly event?: unknown },
): boolean {
  const isPlaced = typeof entry.id === 'string' && typeof entry.from === 'string' && Number.isFinite(entry.at);
  return (
    isPlaced && (entry.kind === 'message' ? typeof entry.body === 'string' : entry.kind === 'event' && typeof entry.event === 'string')
  );
}

export function putEntry(entry: TranscriptEntry): StoreWrite<TranscriptRecords> {
  return (transaction) => transaction.objectStore('transcript').put({ from: '', ...entry });
}

export function deleteEntry(sessionId: string, from: string, id: string): StoreWrite<TranscriptRecords> {
  return (transaction) => transaction.objectStore('transcript').delete([sessionId, from, id]);
}

/** Changes an own message that is stored; one that isn't there stays absent. */
export function updateOwnMessage(
  sessionId: SessionId,
  from: string,
  id: string,
  change: (message: TranscriptMessage) => TranscriptMessage,
): StoreWrite<TranscriptRecords> {
  const write = async (transaction: StoreTransaction<TranscriptRecords>) => {
    const store = transaction.objectStore('transcript');
    const entry = await store.get([sessionId, from, id]);
    if (entry?.kind === 'message') await store.put(change(entry));
  };
  return Object.assign(write, { isReadingFirst: true as const });
}
