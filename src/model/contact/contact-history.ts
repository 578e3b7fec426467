import type { HistoryConditions, HistorySort, PastInteraction, PastInteractionDetails } from './contact.ts';
import { searchTextOf, searchWords, wordMatcherOf } from '../text/search-words.ts';

export interface HistoryOrder {
  readonly sort: HistorySort;
  readonly order: 'asc' | 'desc';
}

/** The text that a row of a history is searched by. */
export function rowTextOf({ subject, agent, outcome }: PastInteraction): string {
  return searchTextOf(subject, agent.name, outcome);
}

/** The text that an interaction is searched by once its details are known, in addition to its row's. */
export function detailsTextOf({ notes, caseData, transcript }: PastInteractionDetails): string {
  return searchTextOf(notes, ...caseData.map(({ value }) => value), ...transcript.map(({ text }) => text));
}

/** Whether anything is asked beyond all rows. */
export function hasConditions({ media, statuses, agent, from, to }: HistoryConditions): boolean {
  return media.length > 0 || statuses.length > 0 || agent !== undefined || from !== undefined || to !== undefined;
}

/** Whether words are searched for. */
export function isSearching({ search }: HistoryConditions): boolean {
  return searchWords(search).length > 0;
}

/** Compares rows by start, then by id, so that the newest comes last. */
export function compareByStart(a: PastInteraction, b: PastInteraction): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** The known rows of a contact's history, for searching: a scan in order, which needs no index to be built or kept. */
export class ContactHistory {
  /** `texts`, and what else the row is found by. */
  readonly #searched: string[];
  readonly #indexById: ReadonlyMap<string, number>;
  readonly #orders = new Map<string, Uint32Array>();

  /**
   * @param rows By start, newest last: see `compareByStart`.
   * @param texts Of each row its `rowTextOf`
   */
  constructor(
    readonly rows: readonly PastInteraction[],
    readonly texts: readonly string[],
    private readonly collator: Intl.Collator,
  ) {
    this.#searched = [...texts];
    this.#indexById = new Map(rows.map(({ id }, index) => [id, index]));
  }

  has(id: string): boolean {
    return this.#indexById.has(id);
  }

  /** Makes a row be found by its details too from now on. */
  addText(id: string, text: string): void {
    const index = this.#indexById.get(id);
    if (index !== undefined) this.#searched[index] = `${this.texts[index]}${text}`;
  }

  /**
   * The history with further rows. A row that is known already stays as it was, with every text that it is found by.
   * @param most How many rows are kept; older ones are left out
   * @returns also the place of the first row that differs from before
   */
  with(further: readonly PastInteraction[], most: number): { readonly history: ContactHistory; readonly firstChanged: number } {
    const added = new Map(further.filter(({ id }) => !this.has(id)).map((row) => [row.id, row]));
    const rows = [...this.rows, ...added.values()].sort(compareByStart).slice(-most);
    const texts = rows.map((row) => this.#searchedBy(row));
    const firstChanged = rows.findIndex((row, index) => row !== this.rows[index]);
    const history = new ContactHistory(rows, texts, this.collator);
    rows.forEach(({ id }, index) => {
      const known = this.#indexById.get(id);
      if (known !== undefined) history.#searched[index] = this.#searched[known] ?? '';
    });
    return { history, firstChanged: firstChanged < 0 ? rows.length : firstChanged };
  }

  /** Rows that meet the conditions, in order. @param found Ids of rows that have the searched words elsewhere */
  find(conditions: HistoryConditions, by: HistoryOrder, found: ReadonlySet<string>): readonly PastInteraction[] {
    const rows = this.rows;
    const searched = this.#searched;
    const hasWords = isSearching(conditions) ? wordMatcherOf(conditions.search) : undefined;
    const meets = hasConditions(conditions) ? conditionOf(conditions) : undefined;
    // The rows are gone through as they lie in memory, because that is several times as fast as going through them in the order of the
    // sort.
    const isMatching = new Uint8Array(rows.length);
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index];
      if (!row || (meets && !meets(row))) continue;
      if (!hasWords || hasWords(searched[index] ?? '') || (found.size > 0 && found.has(row.id))) isMatching[index] = 1;
    }
    const matching: PastInteraction[] = [];
    for (const index of this.#orderOf(by)) {
      const row = isMatching[index] ? rows[index] : undefined;
      if (row) matching.push(row);
    }
    return matching;
  }

  #searchedBy(row: PastInteraction): string {
    const index = this.#indexById.get(row.id);
    return (index === undefined ? undefined : this.texts[index]) ?? rowTextOf(row);
  }

  #orderOf({ sort, order }: HistoryOrder): Uint32Array {
    const key = `${sort} ${order}`;
    const known = this.#orders.get(key);
    if (known) return known;
    const indexes = Uint32Array.from(this.rows, (_row, index) => index);
    if (sort === 'start') {
      if (order === 'desc') indexes.reverse();
    } else {
      const ranks = this.#ranksOf(sort);
      const sign = order === 'asc' ? 1 : -1;
      // Rows with equal values stand newest first, in whichever direction the values are sorted.
      indexes.sort((a, b) => sign * ((ranks[a] ?? 0) - (ranks[b] ?? 0)) || b - a);
    }
    this.#orders.set(key, indexes);
    return indexes;
  }

  /** A number for each row that sorts as its value does. Collating is slow, so that each value is placed only once. */
  #ranksOf(sort: Exclude<HistorySort, 'start'>): readonly number[] {
    if (sort === 'length') return this.rows.map(({ lengthMs }) => lengthMs);
    const values = this.rows.map((row) => (sort === 'agent' ? row.agent.name : row[sort]));
    const distinct = [...new Set(values)].sort(this.collator.compare);
    const ranks = new Map<string, number>();
    let rank = 0;
    distinct.forEach((value, index) => {
      if (index > 0 && this.collator.compare(distinct[index - 1] ?? '', value) !== 0) rank += 1;
      ranks.set(value, rank);
    });
    return values.map((value) => ranks.get(value) ?? 0);
  }
}

/** A test for everything but the searched words. */
export function conditionOf({
  media,
  statuses,
  agent,
  from = -Infinity,
  to = Infinity,
}: HistoryConditions): (row: PastInteraction) => boolean {
  return (row) =>
    (media.length === 0 || media.includes(row.medium)) &&
    (statuses.length === 0 || statuses.includes(row.status)) &&
    (agent === undefined || row.agent.id.toLowerCase() === agent) &&
    row.startedAt >= from &&
    row.startedAt < to;
}

/** Who handled the interactions, each once, by name. */
export function agentsOf(rows: readonly PastInteraction[], collator: Intl.Collator): readonly PastInteraction['agent'][] {
  const byId = new Map<string, PastInteraction['agent']>();
  for (const { agent } of rows) byId.set(agent.id, agent);
  return [...byId.values()].sort((a, b) => collator.compare(a.name, b.name));
}
