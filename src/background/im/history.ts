import type { HistorySlice, QueryOf } from '../../channel/contract.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { BareJid } from '../../model/jid.ts';
import { logonOf } from '../../model/logon.ts';
import { type EndedSession, isInFilter, isPast, type PastSession } from '../../model/session/past-session.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import { matcherOf, wordsOf } from '../../model/target-search.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getDoneSessions } from '../../storage/session-store.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import type { Presence } from '../directory/presence.ts';
import type { Peers } from '../directory/peers.ts';
import { getLastBodies } from '../../storage/transcript-store.ts';
import { SaidSearches } from './said-searches.ts';

/** My History: the agent's past sessions, newest first. They are read from storage when a view first asks. */
export class History {
  readonly #past = new Map<string, EndedSession>();
  #newestFirst: readonly EndedSession[] | undefined;
  #loading: Promise<void> | undefined;
  #isLoaded = false;
  readonly #said: SaidSearches;

  constructor(
    private readonly database: AccountDatabase,
    private readonly presence: Pick<Presence, 'statusOf'>,
    private readonly peers: Peers,
    private readonly changes: Changes,
    log: Pick<Log, 'note'>,
  ) {
    this.#said = new SaidSearches(
      (sessions, mostEntries) => getLastBodies(database, sessions, mostEntries),
      () => changes.announce('history'),
      () => {
        log.note('history-not-searched');
        changes.announce('history');
      },
    );
  }

  /** To be called when a session has changed, and for each one that is known at the start. */
  note(session: ImSession): void {
    if (!isPast(session)) return;
    this.#past.set(session.id, session);
    this.#said.add(session);
    this.#changed();
  }

  /** To be called when the sessions that were marked done have been deleted. */
  forgetDone(): void {
    for (const { id, isDone } of this.#past.values()) if (isDone) this.#past.delete(id);
    this.#isLoaded = true;
    this.#changed();
  }

  /** @param signal aborts when nobody waits for this answer, or for its changes, any more */
  find(query: QueryOf<'history'>, signal: AbortSignal): HistorySlice | Promise<HistorySlice> {
    if (this.#isLoaded) return this.#findNow(query, signal);
    this.#loading ??= this.#load();
    return this.#loading.then(() => this.#findNow(query, signal));
  }

  async #load(): Promise<void> {
    const stored = await getDoneSessions(this.database);
    // The sessions were deleted while they were being read.
    if (this.#isLoaded) return;
    // A session that was noted meanwhile is newer than what is stored.
    for (const session of stored) if (isPast(session) && !this.#past.has(session.id)) this.#past.set(session.id, session);
    this.#newestFirst = undefined;
    this.#isLoaded = true;
  }

  #findNow({ search, filter, first, count }: QueryOf<'history'>, signal: AbortSignal): HistorySlice {
    const inFilter = this.#list().filter((session) => isInFilter(session, filter));
    const isSearching = search.trim() !== '';
    const said = isSearching && !signal.aborted ? this.#said.follow(search, this.#list(), signal) : undefined;
    const isNamed = this.#nameMatcherOf(search);
    const found = isSearching ? inFilter.filter(({ id, peer }) => isNamed(peer) || said?.ids.has(id)) : inFilter;
    return {
      total: found.length,
      first,
      rows: found.slice(first, first + count).map((session) => this.#rowOf(session)),
      isComplete: said?.isComplete ?? true,
    };
  }

  /** A test of peers by name and logon. Each peer is looked at once, however many sessions there are with them. */
  #nameMatcherOf(search: string): (peer: BareJid) => boolean {
    const match = matcherOf(search);
    const known = new Map<BareJid, boolean>();
    return (peer) => {
      const { peerName } = this.peers.viewOf(peer);
      const isMatch = known.get(peer) ?? match(wordsOf([peerName, logonOf(peer)]), peer) > 0;
      known.set(peer, isMatch);
      return isMatch;
    };
  }

  #list(): readonly EndedSession[] {
    this.#newestFirst ??= [...this.#past.values()].sort((a, b) => b.createdAt - a.createdAt);
    return this.#newestFirst;
  }

  #rowOf({ id, peer, direction, createdAt, state, parent, subject }: EndedSession): PastSession {
    const written = toDisplayName(subject ?? '');
    return {
      id,
      peer,
      ...this.peers.viewOf(peer),
      peerStatus: this.presence.statusOf(peer),
      direction,
      createdAt,
      reason: state.reason,
      endedAt: state.at,
      connectedAt: state.since,
      ...(written ? { subject: written } : {}),
      ...(parent ? { parent: { media: parent.media, contactName: parent.contactName } } : {}),
    };
  }

  #changed(): void {
    this.#newestFirst = undefined;
    this.changes.announce('history');
  }
}
