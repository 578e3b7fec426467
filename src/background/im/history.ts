import type { HistorySlice, QueryOf } from '../../channel/contract.ts';
import { lazily } from '../../model/lazily.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import { type EndedSession, isPast } from '../../model/session/past-session.ts';
import type { HistoryOptions, HistorySearch } from './history-search.ts';

/** My History: the agent's past sessions. Those that were marked done are read from storage when a view first asks. */
export class History {
  readonly #past = new Map<string, EndedSession>();
  #search: HistorySearch | undefined;
  #areDoneDeleted = false;
  readonly #deleted = new Set<string>();
  readonly #open = lazily(async () => {
    const { HistorySearch } = await import('./history-search.ts');
    const search = new HistorySearch(this.#past, this.options);
    if (!this.#areDoneDeleted) await search.readDone((id) => !this.#areDoneDeleted && !this.#deleted.has(id));
    return (this.#search = search);
  });

  constructor(private readonly options: HistoryOptions) {}

  /** To be called when a session has changed, and for each one that is known at the start. */
  note(session: ImSession): void {
    if (!isPast(session)) return;
    this.#past.set(session.id, session);
    this.#changed(session);
  }

  /** To be called when these sessions, or all that were marked done, have been deleted. */
  forget(ids?: readonly string[]): void {
    for (const id of ids ?? []) this.#deleted.add(id);
    this.#areDoneDeleted ||= ids === undefined;
    for (const { id, isDone } of this.#past.values()) if (ids ? this.#deleted.has(id) : isDone) this.#past.delete(id);
    this.#changed();
  }

  /** @param signal aborts when nobody waits for this answer, or for its changes, any more */
  find(query: QueryOf<'history'>, signal: AbortSignal): HistorySlice | Promise<HistorySlice> {
    return this.#search ? this.#search.find(query, signal) : this.#open().then((search) => search.find(query, signal));
  }

  #changed(session?: EndedSession): void {
    this.#search?.noteChange(session);
    this.options.changes.announce('history');
  }
}
