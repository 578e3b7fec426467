import type { ImSession } from '../../model/session/im-session.ts';
import { matcherOf, wordsOf } from '../../model/target-search.ts';

/** How many sessions are searched at a time. That takes some milliseconds, after which other work has its turn. */
const BATCH = 40;
/** How many of a session's last entries are searched. */
const MOST_ENTRIES = 500;

/** What a search has found so far in what was said. */
export interface SaidSearch {
  /** The ids of the sessions in which it was found. */
  readonly ids: ReadonlySet<string>;
  readonly isComplete: boolean;
}

interface Running {
  readonly ids: Set<string>;
  readonly left: ImSession[];
  readonly followers: Set<AbortSignal>;
  isRunning: boolean;
}

/** Searches of what was said in past sessions, which go on only as long as somebody waits for them. */
export class SaidSearches {
  readonly #searches = new Map<string, Running>();

  constructor(
    /** The last texts of each of these sessions. */
    private readonly bodiesOf: (sessions: readonly ImSession[], mostEntries: number) => Promise<readonly (readonly string[])[]>,
    private readonly onProgress: () => void,
    /** Called when a search couldn't go on, so that it has found less than there is. */
    private readonly onFailed: () => void,
  ) {}

  /** What was found so far; `onProgress` tells when there is more, or when it is complete. */
  follow(search: string, sessions: readonly ImSession[], signal: AbortSignal): SaidSearch {
    const running = this.#searches.get(search) ?? { ids: new Set(), left: [...sessions], followers: new Set(), isRunning: false };
    if (!running.followers.has(signal)) {
      running.followers.add(signal);
      signal.addEventListener('abort', () => running.followers.delete(signal), { once: true });
    }
    // A search without followers is kept until another one begins, because scrolling asks for the same one again.
    for (const [other, { followers }] of this.#searches) if (other !== search && followers.size === 0) this.#searches.delete(other);
    this.#searches.set(search, running);
    if (!running.isRunning && running.left.length > 0) void this.#run(search, running);
    return { ids: running.ids, isComplete: running.left.length === 0 };
  }

  /** To be called when something is said in a session. Searches that have begun look into it. */
  add(session: ImSession): void {
    for (const { left } of this.#searches.values()) left.push(session);
  }

  async #run(search: string, running: Running): Promise<void> {
    const { ids, left, followers } = running;
    const match = matcherOf(search);
    running.isRunning = true;
    try {
      while (left.length > 0 && followers.size > 0) {
        const batch = left.slice(0, BATCH);
        const said = await this.bodiesOf(batch, MOST_ENTRIES);
        const before = ids.size;
        batch.forEach(({ id }, index) => match(wordsOf(said[index] ?? [])) > 0 && ids.add(id));
        left.splice(0, batch.length);
        if (ids.size > before || left.length === 0) this.onProgress();
      }
    } catch (error) {
      left.length = 0;
      // The database is closed when the account is left, after which nobody waits for the search. Any other failure is storage trouble.
      if (!isClosed(error)) this.onFailed();
    } finally {
      running.isRunning = false;
    }
  }
}

/** Whether a database can't be asked because it is closed (Indexed Database API 3.0, `transaction()`). */
function isClosed(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'InvalidStateError';
}
