import type { SessionId } from '../../model/ids.ts';
import type { TranscriptEntry, TranscriptMessage } from '../../model/session/im-session.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';

/** How long a message that is shown may take to be stored before views say so. Nearly all are stored within some milliseconds. */
const UNNOTICED_MS = 1_000;

/** A peer's message that is shown, and what the journal calls the commit that stores it. */
interface Shown {
  readonly sessionId: SessionId;
  readonly position: number;
  readonly commit: number;
}

/**
 * Knows which messages are shown and not stored: if the browser were killed now, it wouldn't have them. Of peers' messages it says so after a second or
 * two. The agent's own are sent while they are being stored, and are shown as *waiting* so long, whatever the server or the peer has said of them.
 */
export class Saving {
  /** What was shown since the last look, and before that. */
  #fresh: Shown[] = [];
  #older: Shown[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #from = new Map<SessionId, number>();
  /** The ids of own messages that aren't stored. */
  readonly #own = new Set<string>();
  /** The sessions in which more is known of an own message than is shown. */
  readonly #understated = new Set<SessionId>();

  /** @param onChange Called when another message of a session is said to be unsaved, or none any more, or when more of an own one can be shown */
  constructor(
    private readonly journal: Pick<Journal, 'nextCommit' | 'isStored' | 'flush'>,
    private readonly onChange: (sessionId: SessionId) => void,
  ) {}

  /** To be called for each message that is shown and was written to the journal. */
  note({ id, sessionId, position, isOwn, delivery }: TranscriptMessage): void {
    if (delivery === 'waiting') this.#noteOwn(id, sessionId);
    if (isOwn) return;
    this.#fresh.push({ sessionId, position, commit: this.journal.nextCommit });
    this.#timer ??= setTimeout(() => this.#look(), UNNOTICED_MS);
  }

  /** The entries as they may be shown. */
  shown(entries: readonly TranscriptEntry[]): readonly TranscriptEntry[] {
    if (this.#own.size === 0) return entries;
    return entries.map((entry) => {
      if (entry.kind !== 'message' || !entry.isOwn || entry.delivery === 'waiting' || !this.#own.has(entry.id)) return entry;
      this.#understated.add(entry.sessionId);
      return { ...entry, delivery: 'waiting' };
    });
  }

  #noteOwn(id: string, sessionId: SessionId): void {
    this.#own.add(id);
    this.journal.flush().then(() => {
      this.#own.delete(id);
      if (this.#understated.delete(sessionId)) this.onChange(sessionId);
    }, toldByJournal);
  }

  /** The position of the first message that isn't stored; undefined if all are. */
  from(sessionId: SessionId): number | undefined {
    return this.#from.get(sessionId);
  }

  #look(): void {
    const late = this.#older.filter(({ commit }) => !this.journal.isStored(commit));
    this.#older = this.#fresh;
    this.#fresh = [];
    this.#timer = this.#older.length > 0 ? setTimeout(() => this.#look(), UNNOTICED_MS) : undefined;
    if (late.length === 0) return;
    for (const { sessionId, position } of late) {
      if (this.#from.has(sessionId)) continue;
      this.#from.set(sessionId, position);
      this.onChange(sessionId);
    }
    this.journal.flush().then(() => this.#noteStored(), toldByJournal);
  }

  #noteStored(): void {
    const sessionIds = [...this.#from.keys()];
    this.#from.clear();
    for (const sessionId of sessionIds) this.onChange(sessionId);
  }
}
