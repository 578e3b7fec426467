import * as v from 'valibot';
import type { StoreDatabase } from './store-port.ts';

/** A target of the directory service, as it is kept to be searched. */
export interface StoredTarget {
  readonly kind: 'agent' | 'group' | 'skill';
  /** An agent's is the bare JID. */
  readonly id: string;
  readonly name: string;
  /** The ids of the groups that an agent is in. */
  readonly groups: readonly string[];
  /** The ids of the skills that an agent has. */
  readonly skills: readonly string[];
  /** What it is searched by, folded once. It begins with the name, so that targets are sorted by it. */
  readonly text: string;
}

/** What is known of the directory as a whole. */
export interface DirectoryState {
  readonly version: 2;
  /** The service that the targets come from. Those of another one aren't read. */
  readonly service: string;
  /** Where the service is asked to go on. */
  readonly cursor: string;
  /** Whether all targets were read once. */
  readonly isWhole: boolean;
  /** When the service was last asked, milliseconds since the epoch. */
  readonly syncedAt: number;
  /** The number of the last chunk. */
  readonly lastChunk: number;
  readonly agents: number;
  readonly groups: number;
  /** The first ones of the list of agents, which is shown before any chunk is read. */
  readonly head: readonly StoredTarget[];
  /** The agent's own groups. */
  readonly ownGroups: readonly string[];
  /** Those that the agent has used or chosen as favorites. */
  readonly known: readonly StoredTarget[];
}

interface DirectoryChunk {
  readonly number: number;
  readonly rows: readonly StoredTarget[];
}

/** The state is the record with the number 0; chunks are numbered from 1. It is a copy, which may be emptied at any time. */
const STATE = 0;

export type DirectoryRecords = {
  directory: { key: number; value: DirectoryChunk | { readonly number: 0; readonly state: DirectoryState } };
};

const target = v.object({
  kind: v.picklist(['agent', 'group', 'skill']),
  id: v.string(),
  name: v.string(),
  groups: v.array(v.string()),
  skills: v.array(v.string()),
  text: v.string(),
});
const stateShape = v.object({
  number: v.literal(STATE),
  state: v.object({
    version: v.literal(2),
    service: v.string(),
    cursor: v.string(),
    isWhole: v.boolean(),
    syncedAt: v.number(),
    lastChunk: v.number(),
    agents: v.number(),
    groups: v.number(),
    head: v.array(target),
    ownGroups: v.array(v.string()),
    known: v.array(target),
  }),
}) satisfies v.GenericSchema<unknown, { readonly state: DirectoryState }>;

type Database = StoreDatabase<DirectoryRecords>;

/** @returns undefined when there is none that can be read */
export async function getDirectoryState(database: Database): Promise<DirectoryState | undefined> {
  const parsed = v.safeParse(stateShape, await database.get('directory', STATE));
  return parsed.success ? parsed.output.state : undefined;
}

/** Some chunks' rows, in the order of the chunks' numbers. */
export async function getDirectoryChunks(database: Database, from: number, to: number): Promise<readonly DirectoryChunk[]> {
  const records = await database.getAll('directory', IDBKeyRange.bound(from, to));
  return records.filter((record) => 'rows' in record);
}

/** Stores chunks together with the state that they lead to: all of it, or nothing. */
export function putDirectory(database: Database, state: DirectoryState, chunks: readonly DirectoryChunk[] = []): Promise<void> {
  return database.commit(['directory'], async (transaction) => {
    const store = transaction.objectStore('directory');
    await Promise.all([...chunks.map((chunk) => store.put(chunk)), store.put({ number: STATE, state })]);
  });
}

/** Deletes everything that is stored of the directory. */
export function clearDirectory(database: Database): Promise<void> {
  return database.commit(['directory'], (transaction) => transaction.objectStore('directory').delete(IDBKeyRange.lowerBound(STATE)));
}
