import type { HistorySlice, QueryOf } from '../../channel/contract.ts';
import type { BareJid } from '../../model/jid.ts';
import { logonOf } from '../../model/logon.ts';
import { type EndedSession, isInFilter, isPast, type PastSession } from '../../model/session/past-session.ts';
import { matcherOf, wordsOf } from '../../model/target-search.ts';
import { toDisplayName } from '../../model/text/display-name.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import { getDoneSessions, getLastBodies } from '../../storage/history-store.ts';
import type { Presence } from '../directory/presence.ts';
import type { Peers } from '../directory/peers.ts';
import type { Changes } from '../events/changes.ts';
import type { Log } from '../events/log.ts';
import { partyOf } from './session-view.ts';
import { SaidSearches } from './said-searches.ts';

export interface HistoryOptions {
  readonly database: AccountDatabase;
  readonly presence: Pick<Presence, 'statusOf'>;
  readonly peers: Peers;
  readonly changes: Changes;
  readonly log: Pick<Log, 'note'>;
}

/** Lists and searches the agent's past sessions. It is loaded when a view first asks for My History. */
export class HistorySearch {
  #newestFirst: readonly EndedSession[] | undefined;
  readonly #said: SaidSearches;

  /** @param past The past sessions by id, which whoever has made this goes on filling */
  constructor(
    private readonly past: Map<string, EndedSession>,
    private readonly options: HistoryOptions,
  ) {
    const { changes, database, log } = options;
    this.#said = new SaidSearches(
      (sessions, mostEntries) => getLastBodies(database, sessions, mostEntries),
      () => changes.announce('history'),
      () => {
        log.note('history-not-searched');
        changes.announce('history');
      },
    );
  }

  /** Reads the sessions that were marked done. @param isWanted Whether one hasn't been deleted while they were being read */
  async readDone(isWanted: (id: string) => boolean): Promise<void> {
    const stored = await getDoneSessions(this.options.database);
    // A session that was noted meanwhile is newer than what is stored.
    for (const session of stored)
      if (isPast(session) && isWanted(session.id) && !this.past.has(session.id)) this.past.set(session.id, session);
  }

  /** To be called when the past sessions have changed. @param session The one that has, if it hasn't been deleted */
  noteChange(session?: EndedSession): void {
    if (session) this.#said.add(session);
    this.#newestFirst = undefined;
  }

  /** @param signal aborts when nobody waits for this answer, or for its changes, any more */
  find({ search, filter, first, count }: QueryOf<'history'>, signal: AbortSignal): HistorySlice {
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
      const { peerName } = this.options.peers.viewOf(peer);
      const isMatch = known.get(peer) ?? match(wordsOf([peerName, logonOf(peer)]), peer) > 0;
      known.set(peer, isMatch);
      return isMatch;
    };
  }

  #list(): readonly EndedSession[] {
    this.#newestFirst ??= [...this.past.values()].sort((a, b) => b.createdAt - a.createdAt);
    return this.#newestFirst;
  }

  #rowOf(session: EndedSession): PastSession {
    const { id, peer, direction, createdAt, state, parent, subject } = session;
    const written = toDisplayName(subject ?? '');
    return {
      id,
      peer,
      ...partyOf(session, this.options.peers),
      peerStatus: this.options.presence.statusOf(peer),
      direction,
      createdAt,
      reason: state.reason,
      endedAt: state.at,
      connectedAt: state.since,
      ...(written ? { subject: written } : {}),
      ...(parent ? { parent: { media: parent.media, contactName: parent.contactName } } : {}),
    };
  }
}
