import type { ContactProblem, HistoryConditions, PastInteraction } from '../../../model/contact/contact.ts';
import { type ContactSource, ContactFailure, problemOf } from '../source/contact-source.ts';

/** How long the agent has to type nothing before the service is asked. */
const DEBOUNCE_MS = 250;
/** The most pages that a search reads. That makes the newest thousand interactions that match. */
const MOST_PAGES = 10;

/** What the service has found so far. */
export interface FoundAtService {
  readonly rows: readonly PastInteraction[];
  readonly ids: ReadonlySet<string>;
  readonly isRunning: boolean;
  /** Everything that the service finds is here. */
  readonly isComplete: boolean;
  /** The service finds more than is read. */
  readonly isCut: boolean;
  readonly problem?: ContactProblem;
}

interface Running {
  readonly contactId: string;
  readonly followers: Set<AbortSignal>;
  readonly ending: AbortController;
  found: FoundAtService;
}

const NOTHING_YET: FoundAtService = { rows: [], ids: new Set(), isRunning: true, isComplete: false, isCut: false };

/** Searches at the service, which go on only as long as somebody waits for them. */
export class HistorySearches {
  readonly #searches = new Map<string, Running>();

  constructor(
    private readonly source: () => ContactSource | undefined,
    private readonly onChange: (contactId: string) => void,
    private readonly whileAllowed: <T>(contactId: string, work: () => Promise<T>) => Promise<T>,
  ) {}

  /** What was found so far; `onChange` tells when there is more. */
  follow(contactId: string, conditions: HistoryConditions, signal: AbortSignal): FoundAtService {
    const { search, media, statuses, agent, from, to } = conditions;
    const key = JSON.stringify([contactId, search.trim(), media, statuses, agent, from, to]);
    let running = this.#searches.get(key);
    // A search that has failed is tried again for a view that asks anew.
    if (running?.found.problem && running.followers.size === 0) running = undefined;
    const current = running ?? this.#begin(key, contactId, conditions);
    if (!signal.aborted && !current.followers.has(signal)) {
      current.followers.add(signal);
      signal.addEventListener('abort', () => this.#leave(key, current, signal), { once: true });
    }
    // A search without followers is kept until another one is asked for, because scrolling asks for the same one again.
    for (const [other, { followers }] of this.#searches) if (other !== key && followers.size === 0) this.#searches.delete(other);
    return current.found;
  }

  /**
   * Drops the searches of this contact that have failed, so that they are made again when they are next asked for.
   * @param isAll Drops all of them, because the contact is forgotten
   */
  forget(contactId: string, isAll: boolean): void {
    for (const [key, running] of this.#searches) {
      if (running.contactId !== contactId || (!isAll && !running.found.problem)) continue;
      running.ending.abort();
      this.#searches.delete(key);
    }
  }

  /**
   * Drops everything that was found of this contact. Searches that have succeeded are made again when they are next asked for. Searches
   * that have failed aren't: two views whose searches are refused would otherwise make each other's search be repeated for ever.
   */
  lose(contactId: string): void {
    for (const [key, running] of this.#searches) {
      if (running.contactId !== contactId) continue;
      if (!running.found.isRunning && !running.found.problem) this.#searches.delete(key);
      else running.found = { ...running.found, rows: [], ids: new Set() };
    }
  }

  stop(): void {
    for (const { ending } of this.#searches.values()) ending.abort();
  }

  #begin(key: string, contactId: string, conditions: HistoryConditions): Running {
    const running: Running = { contactId, followers: new Set(), ending: new AbortController(), found: NOTHING_YET };
    this.#searches.set(key, running);
    setTimeout(() => void this.#run(running, conditions), DEBOUNCE_MS);
    return running;
  }

  #leave(key: string, running: Running, signal: AbortSignal): void {
    running.followers.delete(signal);
    if (running.followers.size > 0 || !running.found.isRunning) return;
    running.ending.abort();
    if (this.#searches.get(key) === running) this.#searches.delete(key);
  }

  async #run(running: Running, conditions: HistoryConditions): Promise<void> {
    const { contactId, ending } = running;
    const tell = (found: FoundAtService) => {
      if (ending.signal.aborted) return;
      running.found = found;
      this.onChange(contactId);
    };
    try {
      const source = this.source();
      if (!source) throw new ContactFailure('not-configured');
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES && !ending.signal.aborted; page += 1) {
        const answer = await this.whileAllowed(contactId, () =>
          source.searchHistory(contactId, { ...conditions, cursor }, { signal: ending.signal }),
        );
        if (answer.isUnchanged) throw new ContactFailure('nonsense');
        cursor = answer.value.next;
        // Each row is kept once, should the service send the same page again.
        const rows = [...new Map([...running.found.rows, ...answer.value.items].map((row) => [row.id, row])).values()];
        const isCut = cursor !== undefined && page + 1 === MOST_PAGES;
        const isComplete = cursor === undefined || isCut;
        tell({ rows, ids: new Set(rows.map(({ id }) => id)), isRunning: !isComplete, isComplete, isCut });
        if (isComplete) return;
      }
    } catch (error) {
      tell({ ...running.found, isRunning: false, problem: problemOf(error) });
    }
  }
}
