import type { AccountDatabase } from '../../../storage/account-database.ts';
import {
  clearDirectory,
  type DirectoryState,
  getDirectoryChunks,
  putDirectory,
  type StoredTarget,
} from '../../../storage/directory-store.ts';
import { ContactFailure } from '../../contacts/source/contact-source.ts';
import type { HttpExchange } from '../../contacts/source/http-exchange.ts';
import { pause } from '../../time/waits.ts';
import { keyOfChange, readChangePage, type TargetChange } from './directory-answers.ts';

/** Rows a page, and a stored chunk: few enough that reading, folding and storing them blocks nobody. */
const ROWS = 500;
/** The most pages that are read at once. A service that goes on for ever isn't followed. */
const MOST_PAGES = 1_000;
/** Chunks that are read in one step. */
export const CHUNKS_AT_ONCE = 4;
const GONE = 410;

export interface DirectorySyncOptions {
  readonly database: AccountDatabase;
  readonly service: string;
  readonly exchange: HttpExchange;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** What is stored. */
  readonly state: DirectoryState | undefined;
  /** What else follows from a page, besides the rows. */
  readonly follow: (changes: readonly TargetChange[], before: DirectoryState, after: DirectoryState) => DirectoryState;
  /** Called when a page's changes are stored. */
  readonly onStored: (changes: readonly TargetChange[], state: DirectoryState) => void;
  /** Called when the service doesn't know any more what has changed, so that everything is read anew. */
  readonly onAnew: () => void;
  /** Called for each item that wasn't taken. */
  readonly onDropped: () => void;
}

const nothingOf = (service: string): DirectoryState => ({
  version: 2,
  service,
  cursor: '',
  isWhole: false,
  syncedAt: 0,
  lastChunk: 0,
  agents: 0,
  groups: 0,
  head: [],
  ownGroups: [],
  known: [],
});

const isSame = (row: StoredTarget, change: TargetChange) => row.id === change.id && row.kind === change.kind;

/** Lets whatever waits go on. */
export const rest = (signal: AbortSignal): Promise<void> => pause(0, signal);

/**
 * Reads from the service what has changed, page by page, or everything the first time. A page is stored together with the place where the next one
 * begins, so that a host that is killed goes on from there.
 *
 * @throws ContactFailure when the service can't be asked, or answers nonsense. What was stored stays
 */
export async function syncDirectory(options: DirectorySyncOptions): Promise<DirectoryState> {
  const { database, service, exchange, signal, now, onAnew, onDropped } = options;
  let places: Promise<Map<string, number>> | undefined;
  let state = options.state?.service === service ? options.state : await anew();
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    signal.throwIfAborted();
    const url = new URL('targets', service.endsWith('/') ? service : `${service}/`);
    url.searchParams.set('limit', String(ROWS));
    if (state.cursor !== '') url.searchParams.set('cursor', state.cursor);
    const answered = await exchange.ask({ method: 'GET', url, signal, isInteractive: false }).catch((error: unknown) => {
      if (state.cursor === '' || !(error instanceof ContactFailure) || error.status !== GONE) throw error;
      return undefined;
    });
    if (!answered) {
      state = await anew();
      continue;
    }
    const page = readChangePage(answered.json);
    // A page that leads nowhere would be asked for for ever.
    if (!page || (!page.isLast && page.next === state.cursor)) throw new ContactFailure('nonsense');
    for (let nth = 0; nth < page.dropped; nth += 1) onDropped();
    await rest(signal);
    state = await put(page.changes, { ...state, cursor: page.next, isWhole: state.isWhole || page.isLast, syncedAt: now() });
    if (page.isLast) return state;
    await rest(signal);
  }
  throw new ContactFailure('nonsense');

  async function anew(): Promise<DirectoryState> {
    await clearDirectory(database);
    places = undefined;
    onAnew();
    return nothingOf(service);
  }

  /** Stores a page: replaces the rows that are there already in their chunks, and adds the others. */
  async function put(changes: readonly TargetChange[], next: DirectoryState): Promise<DirectoryState> {
    const found = changes.length > 0 ? await (places ??= readPlaces(next.lastChunk)) : new Map<string, number>();
    const chunks = new Map<number, StoredTarget[]>();
    const chunkOf = async (number: number) => {
      const read = chunks.get(number) ?? [...((await getDirectoryChunks(database, number, number))[0]?.rows ?? [])];
      chunks.set(number, read);
      return read;
    };
    let { lastChunk, agents, groups } = next;
    const count = ({ kind }: TargetChange, by: number) => {
      if (kind === 'agent') agents += by;
      if (kind === 'group') groups += by;
    };
    // If the service names a target twice, what it says last counts.
    for (const [key, change] of new Map(changes.map((one) => [keyOfChange(one), one]))) {
      const number = found.get(key);
      if ('isRemoved' in change) {
        if (number === undefined) continue;
        const rows = await chunkOf(number);
        chunks.set(
          number,
          rows.filter((row) => !isSame(row, change)),
        );
        found.delete(key);
        count(change, -1);
      } else if (number !== undefined) {
        const rows = await chunkOf(number);
        rows[rows.findIndex((row) => isSame(row, change))] = change;
      } else {
        if (lastChunk === 0 || (await chunkOf(lastChunk)).length >= ROWS) chunks.set((lastChunk += 1), []);
        (await chunkOf(lastChunk)).push(change);
        found.set(key, lastChunk);
        count(change, 1);
      }
    }
    const state = options.follow(changes, next, { ...next, lastChunk, agents, groups });
    await putDirectory(
      database,
      state,
      [...chunks].map(([number, rows]) => ({ number, rows })),
    );
    options.onStored(changes, state);
    return state;
  }

  /** In which chunk each target is. */
  async function readPlaces(lastChunk: number): Promise<Map<string, number>> {
    const read = new Map<string, number>();
    for (let from = 1; from <= lastChunk; from += CHUNKS_AT_ONCE) {
      for (const { number, rows } of await getDirectoryChunks(database, from, from + CHUNKS_AT_ONCE - 1))
        for (const row of rows) read.set(keyOfChange(row), number);
      await rest(signal);
    }
    return read;
  }
}
