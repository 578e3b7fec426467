import type { TranscriptSlice } from '../../channel/contract.ts';
import type { Delivery, DeliveryFailure, TranscriptEntry, TranscriptMessage } from '../../model/session/im-session.ts';
import { raise } from '../../model/session/delivery.ts';
import { isPlaceKnown } from '../../model/session/message-order.ts';
import type { BareJid } from '../../model/jid.ts';
import type { MessageContent } from '../../model/signal.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import {
  deleteEntry,
  entryKeyOf,
  getEntriesFrom,
  getEntry,
  getLastEntries,
  putEntry,
  updateOwnMessage,
} from '../../storage/transcript-store.ts';
import type { Changes } from '../events/changes.ts';
import type { SessionId } from '../../model/ids.ts';
import { Saving } from './saving.ts';
import { TranscriptTail } from './transcript-tail.ts';

const WARM_ENTRIES = 500;
const MOST_IN_MEMORY = 4_000;
const ALL_ENTRIES = 2 ** 32 - 1;
/** How many answers about earlier messages are held before they are forgotten. */
const MOST_LOOKED_UP = 1_000;

/** How far a message has come. */
interface DeliveryOutcome {
  readonly delivery: Delivery;
  /** Whether it holds for all own messages before it too. */
  readonly isUpTo?: boolean;
  readonly failure?: DeliveryFailure | undefined;
}

/** Names a message among all transcripts. */
export type MessageKey = readonly [sessionId: SessionId, from: BareJid, id: string];

/** The transcripts. All of them are in IndexedDB, and the end of each open session's is in memory as well. */
export class Transcripts {
  readonly #tails = new Map<SessionId, TranscriptTail>();
  /** What storage has of a message that isn't in a tail, as `look` has found. The key is the session's id and the entry's key. */
  readonly #earlier = new Map<string, TranscriptEntry | undefined>();
  readonly #saving: Saving;
  /** What is shown before it is its turn. */
  #ahead: readonly TranscriptMessage[] = [];

  constructor(
    private readonly database: AccountDatabase,
    private readonly journal: Journal,
    private readonly changes: Changes,
    private readonly me: BareJid,
  ) {
    this.#saving = new Saving(journal, (sessionId) => changes.announce(`transcript ${sessionId}`));
  }

  /** Reads the end of a session's transcript, so that what is known can be told at once. */
  async warm(sessionId: SessionId): Promise<void> {
    await this.#load(sessionId, WARM_ENTRIES);
  }

  /** To be called when the session was deleted. */
  forget(sessionId: SessionId): void {
    this.#tails.delete(sessionId);
    this.changes.announce(`transcript ${sessionId}`);
  }

  /** To be called for a session that begins now. Its transcript is empty, so that nothing has to be read. */
  begin(sessionId: SessionId): void {
    this.#tails.set(sessionId, new TranscriptTail(true));
  }

  has(sessionId: SessionId, from: BareJid, id: string): boolean {
    return this.find(sessionId, from, id) !== undefined;
  }

  find(sessionId: SessionId, from: BareJid, id: string): TranscriptEntry | undefined {
    const key = entryKeyOf({ from, id });
    return this.#inTail(sessionId, key) ?? this.#earlier.get(`${sessionId} ${key}`);
  }

  /** Whether `find` knows without reading. */
  isSure(sessionId: SessionId, from: BareJid, id: string): boolean {
    const key = entryKeyOf({ from, id });
    const isWhole = this.#tails.get(sessionId)?.isWhole ?? false;
    return isWhole || this.#inTail(sessionId, key) !== undefined || this.#earlier.has(`${sessionId} ${key}`);
  }

  /** Reads what `find` has to know of messages that a peer may have sent again after hundreds of others. */
  async look(messages: readonly MessageKey[]): Promise<void> {
    await this.journal.flushIfRoom();
    if (this.#earlier.size >= MOST_LOOKED_UP) this.#earlier.clear();
    const look = async ([sessionId, from, id]: MessageKey) =>
      this.#earlier.set(`${sessionId} ${entryKeyOf({ from, id })}`, await getEntry(this.database, sessionId, from, id));
    await Promise.all(messages.map(look));
  }

  /** Whether `append` knows the place of a message without reading. */
  isPlaceKnown(sessionId: SessionId, from: BareJid, { id, order }: MessageContent): boolean {
    const tail = this.#tails.get(sessionId);
    return !order || tail?.isWhole === true || isPlaceKnown({ from, order }, tail?.entries ?? []) || this.has(sessionId, from, id);
  }

  /** Reads a whole transcript. */
  async readWhole(sessionId: SessionId): Promise<void> {
    await this.journal.flushIfRoom();
    const tail = this.#tailOf(sessionId);
    tail.merge(await getEntriesFrom(this.database, sessionId, 0, ALL_ENTRIES));
    tail.isWhole = true;
  }

  #inTail(sessionId: SessionId, key: string): TranscriptEntry | undefined {
    return this.#tails.get(sessionId)?.find(key);
  }

  /** Whether anybody has written in the session, as far as its transcript is in memory. */
  hasMessages(sessionId: SessionId): boolean {
    const tail = this.#tails.get(sessionId);
    return !tail?.isWhole || tail.entries.some(({ kind }) => kind === 'message');
  }

  /** Puts an entry where it belongs: at the end, or before what its author has written later in the same browser. */
  append(entry: TranscriptEntry): void {
    const tail = this.#tailOf(entry.sessionId);
    for (const changed of tail.append(entry)) this.journal.write(putEntry(changed));
    this.#earlier.delete(`${entry.sessionId} ${entryKeyOf(entry)}`);
    if (tail.entries.length > MOST_IN_MEMORY) tail.shorten(MOST_IN_MEMORY / 2);
    if (entry.kind === 'message' && entry === tail.entries.at(-1)) this.#saving.note(entry);
    this.changes.announce(`transcript ${entry.sessionId}`);
  }

  /** Raises the delivery of an own message, or of all own messages up to it. It never goes down. */
  deliver(sessionId: SessionId, messageId: string, { isUpTo = false, ...outcome }: DeliveryOutcome): void {
    const tail = this.#tailOf(sessionId);
    const last = tail.placeOf(this.#ownKey(messageId));
    if (last < 0) {
      this.journal.write(updateOwnMessage(sessionId, this.me, messageId, (message) => raise(message, outcome)));
      return;
    }
    for (let index = isUpTo ? 0 : last; index <= last; index += 1) {
      const entry = tail.entries[index];
      if (entry?.kind !== 'message' || !entry.isOwn) continue;
      const raised = raise(entry, outcome);
      if (raised !== entry) this.#replace(tail, index, raised);
    }
  }

  /** Moves messages of the agent that are sent only now behind what came in between. @returns the last position */
  moveToEnd(sessionId: SessionId, ids: ReadonlySet<string>, lastPosition: number): number {
    const moved = this.#tailOf(sessionId).moveToEnd(ids, lastPosition);
    for (const entry of moved) this.journal.write(putEntry(entry));
    if (moved.length > 0) this.changes.announce(`transcript ${sessionId}`);
    return lastPosition + moved.length;
  }

  /** Removes an own message that wasn't delivered. */
  remove(sessionId: SessionId, messageId: string): void {
    const key = this.#ownKey(messageId);
    this.#tailOf(sessionId).remove(key);
    this.#earlier.delete(`${sessionId} ${key}`);
    this.journal.write(deleteEntry(sessionId, this.me, messageId));
    this.changes.announce(`transcript ${sessionId}`);
  }

  /** An own message that wasn't delivered. */
  async findFailed(sessionId: SessionId, messageId: string): Promise<TranscriptMessage | undefined> {
    await this.journal.flushIfRoom();
    const entry = await getEntry(this.database, sessionId, this.me, messageId);
    return entry?.kind === 'message' && entry.delivery === 'failed' ? entry : undefined;
  }

  /** The last entries, and whether there are earlier ones. */
  window(sessionId: SessionId, last: number): TranscriptSlice | Promise<TranscriptSlice> {
    const tail = this.#tails.get(sessionId);
    return tail && (tail.isWhole || tail.entries.length >= last)
      ? this.#lastOf(tail, sessionId, last)
      : this.#load(sessionId, last).then((loaded) => this.#lastOf(loaded, sessionId, last));
  }

  /** Shows messages at the end of their transcripts that are there before it is their turn. They aren't stored. */
  setAhead(messages: readonly TranscriptMessage[]): void {
    const before = this.#ahead;
    this.#ahead = messages;
    for (const id of new Set([...before, ...messages].map(({ sessionId }) => sessionId))) this.changes.announce(`transcript ${id}`);
  }

  #lastOf({ entries, isWhole }: TranscriptTail, sessionId: SessionId, count: number): TranscriptSlice {
    const ahead = this.#ahead.filter((entry) => entry.sessionId === sessionId && !this.#inTail(sessionId, entryKeyOf(entry)));
    const all = ahead.length > 0 ? [...entries, ...ahead] : entries;
    const slice = { entries: this.#saving.shown(all.slice(-count)), hasEarlier: !isWhole || all.length > count };
    const savingFrom = this.#saving.from(sessionId);
    return savingFrom === undefined ? slice : { ...slice, savingFrom };
  }

  /** `count` entries before the position, and as many from it on. */
  windowAround(sessionId: SessionId, position: number, count: number): TranscriptSlice | Promise<TranscriptSlice> {
    const tail = this.#tails.get(sessionId);
    const at = tail?.entries.findIndex((entry) => entry.position >= position) ?? -1;
    if (!tail || at < 0 || (at < count && !tail.isWhole)) return this.#readAround(sessionId, position, count);
    const entries = this.#saving.shown(tail.entries.slice(Math.max(0, at - count), at + count));
    return upTo(tail.entries.at(-1), { entries, hasEarlier: at > count || !tail.isWhole });
  }

  async #readAround(sessionId: SessionId, position: number, count: number): Promise<TranscriptSlice> {
    await this.journal.flushIfRoom();
    const [before, from, [last]] = await Promise.all([
      getLastEntries(this.database, sessionId, count + 1, position),
      getEntriesFrom(this.database, sessionId, position, count),
      getLastEntries(this.database, sessionId, 1),
    ]);
    return upTo(last, { entries: [...before.slice(-count), ...from], hasEarlier: before.length > count });
  }

  #ownKey(messageId: string): string {
    return entryKeyOf({ from: this.me, id: messageId });
  }

  #replace(tail: TranscriptTail, index: number, entry: TranscriptEntry): void {
    tail.replace(index, entry);
    this.journal.write(putEntry(entry));
    this.changes.announce(`transcript ${entry.sessionId}`);
  }

  #tailOf(sessionId: SessionId): TranscriptTail {
    const tail = this.#tails.get(sessionId) ?? new TranscriptTail(false);
    this.#tails.set(sessionId, tail);
    return tail;
  }

  async #load(sessionId: SessionId, count: number): Promise<TranscriptTail> {
    await this.journal.flushIfRoom();
    const stored = await getLastEntries(this.database, sessionId, count + 1);
    // Entries that came during the reading are newer than those that were read.
    const tail = this.#tailOf(sessionId);
    tail.merge(stored.slice(-count));
    tail.isWhole = tail.isWhole || stored.length <= count;
    return tail;
  }
}

/** Says in the slice whether the transcript, of which this is the last entry, goes on after it. */
function upTo(last: TranscriptEntry | undefined, slice: TranscriptSlice): TranscriptSlice {
  const end = slice.entries.at(-1);
  return last && end && last.position > end.position ? { ...slice, newest: last.position } : slice;
}
