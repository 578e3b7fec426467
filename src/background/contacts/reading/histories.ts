import { leftOf } from '../../../model/timestamp.ts';
import type { ContactHistorySlice, QueryOf } from '../../../channel/contract.ts';
import type { PastInteraction } from '../../../model/contact/contact.ts';
import { agentsOf, compareByStart, ContactHistory, hasConditions, isSearching, rowTextOf } from '../../../model/contact/contact-history.ts';
import type { ContactCache, HistoryFacts } from './contact-cache.ts';
import type { ContactReads } from './contact-reads.ts';
import type { CallOptions, ContactSource } from '../source/contact-source.ts';
import { MOST_ROWS_OF_CONTACT, readHistory } from './history-reader.ts';
import { type FoundAtService, HistorySearches } from './history-searches.ts';

/** How often the whole history is read, and not only what was appended to it. */
const WHOLE_EVERY_MS = 6 * 60 * 60 * 1000;
/** How many answers are kept, so that scrolling needn't search again. */
const MOST_ANSWERS = 4;

export interface HistoriesOptions {
  readonly cache: ContactCache;
  readonly reads: ContactReads;
  readonly now: () => number;
  readonly collator: Intl.Collator;
  /** @throws ContactFailure `not-configured` */
  readonly source: () => ContactSource;
  readonly announce: (contactId: string) => void;
  readonly expectAccess: (contactId: string, call: CallOptions) => Promise<void>;
  readonly whileAllowed: <T>(contactId: string, work: () => Promise<T>) => Promise<T>;
}

interface Answered {
  readonly history: ContactHistory;
  readonly found: FoundAtService | undefined;
  readonly rows: readonly PastInteraction[];
}

/** The contacts' histories. What this browser holds is searched at once; the service searches what isn't here. */
export class Histories {
  readonly #searches: HistorySearches;
  readonly #answered = new Map<string, Answered>();
  readonly #agents = new WeakMap<ContactHistory, ContactHistorySlice['agents']>();

  constructor(private readonly options: HistoriesOptions) {
    this.#searches = new HistorySearches(options.source, options.announce, options.whileAllowed);
  }

  find(contactId: string, query: QueryOf<'contact-history'>, signal: AbortSignal): ContactHistorySlice | Promise<ContactHistorySlice> {
    this.options.reads.start(nameOf(contactId), (call) => this.#read(contactId, call));
    const history = this.options.cache.history(contactId);
    if (history) return this.#findIn(history, contactId, query, signal);
    return this.options.cache.openHistory(contactId).then((opened) => this.#findIn(opened, contactId, query, signal));
  }

  /** Reads the history again because the agent has pressed *Retry*, if a view has asked for it. */
  retry(contactId: string): void {
    this.#searches.forget(contactId, false);
    if (this.options.reads.has(nameOf(contactId))) this.options.reads.start(nameOf(contactId), (call) => this.#read(contactId, call), true);
  }

  /** Marks the history as out of date because something was appended, so that the next one who asks has it read again. */
  expire(contactId: string): void {
    this.options.reads.expire(nameOf(contactId));
  }

  /** Drops the history, and what searches have found in it, because the service doesn't show this contact to the agent any more. */
  lose(contactId: string): void {
    this.#searches.lose(contactId);
    this.#answered.clear();
  }

  forget(contactId: string): void {
    this.#searches.forget(contactId, true);
    this.#answered.clear();
  }

  stop(): void {
    this.#searches.stop();
  }

  #findIn(history: ContactHistory, contactId: string, query: QueryOf<'contact-history'>, signal: AbortSignal): ContactHistorySlice {
    const { cache, reads } = this.options;
    const facts = cache.get(contactId)?.history;
    const isWhole = facts !== undefined && facts.wholeAt > 0;
    const isAtService = isSearching(query) || (facts?.isCut === true && hasConditions(query));
    const found = isAtService ? this.#searches.follow(contactId, query, signal) : undefined;
    const rows = this.#matching(history, contactId, query, found);
    const { isReading, problem = found?.problem } = reads.stateOf(nameOf(contactId));
    return {
      total: rows.length,
      first: query.first,
      rows: rows.slice(query.first, query.first + query.count),
      isComplete: isWhole && problem === undefined && (found?.isComplete ?? true),
      isCut: facts?.isCut === true && (found === undefined || found.isCut),
      agents: this.#agentsIn(history),
      ...(facts ? { readAt: facts.readAt } : {}),
      isReading: isReading || found?.isRunning === true,
      ...(problem ? { problem } : {}),
    };
  }

  #matching(
    history: ContactHistory,
    contactId: string,
    query: QueryOf<'contact-history'>,
    found: FoundAtService | undefined,
  ): readonly PastInteraction[] {
    const key = JSON.stringify({ ...query, of: contactId, id: '', first: 0, count: 0 });
    const known = this.#answered.get(key);
    if (known?.history === history && known.found === found) return known.rows;
    let rows = history.find(query, query, found?.ids ?? new Set());
    const elsewhere = found?.rows.filter(({ id }) => !history.has(id)) ?? [];
    if (elsewhere.length > 0) {
      const all = [...rows, ...elsewhere].sort(compareByStart);
      rows = new ContactHistory(all, all.map(rowTextOf), this.options.collator).find(
        { search: '', media: [], statuses: [] },
        query,
        new Set(),
      );
    }
    this.#answered.delete(key);
    this.#answered.set(key, { history, found, rows });
    for (const oldest of [...this.#answered.keys()].slice(0, -MOST_ANSWERS)) this.#answered.delete(oldest);
    return rows;
  }

  #agentsIn(history: ContactHistory): ContactHistorySlice['agents'] {
    const agents = this.#agents.get(history) ?? agentsOf(history.rows, this.options.collator);
    this.#agents.set(history, agents);
    return agents;
  }

  async #read(contactId: string, call: CallOptions): Promise<void> {
    const { cache, now, source, announce, expectAccess, whileAllowed } = this.options;
    await expectAccess(contactId, call);
    const held = await cache.openHistory(contactId);
    const facts = cache.get(contactId)?.history;
    const isWholeDue = !facts || leftOf({ since: facts.wholeAt, until: facts.wholeAt + WHOLE_EVERY_MS }, now()) === 0;
    let latest: readonly PastInteraction[] = [];
    let shown = held;
    const store = async (readFacts: HistoryFacts, isReplaced: boolean) => {
      call.signal.throwIfAborted();
      const base = isReplaced ? new ContactHistory([], [], this.options.collator) : held;
      const { history, firstChanged } = base.with(latest, MOST_ROWS_OF_CONTACT);
      await cache.putHistory(contactId, history, readFacts, isReplaced ? 0 : firstChanged);
    };
    try {
      const reading = await whileAllowed(contactId, () =>
        readHistory(source(), contactId, {
          ...call,
          etag: isWholeDue ? undefined : facts.etag,
          isKnown: ({ id }) => !isWholeDue && held.has(id),
          onRows: (rows) => {
            latest = rows;
            // New rows are shown at once. Rows that may be gone are taken away only when all was read.
            shown = shown.with(rows, MOST_ROWS_OF_CONTACT).history;
            cache.showHistory(contactId, shown);
            announce(contactId);
          },
        }),
      );
      call.signal.throwIfAborted();
      if (!reading) return await cache.confirmHistory(contactId);
      const { etag, isWhole } = reading;
      await store(
        { readAt: now(), wholeAt: isWhole ? now() : (facts?.wholeAt ?? 0), etag, isCut: isWhole ? reading.isCut : facts?.isCut === true },
        isWhole,
      );
    } catch (error) {
      // The rows that came before the failure are kept, for when the service can't be reached.
      if (latest.length > 0 && !call.signal.aborted && cache.get(contactId))
        await store({ readAt: now(), wholeAt: facts?.wholeAt ?? 0, isCut: facts?.isCut === true }, false);
      throw error;
    }
  }
}

const nameOf = (contactId: string) => `${contactId} history`;
