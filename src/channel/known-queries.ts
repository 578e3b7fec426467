import * as v from 'valibot';
import type { QUERIES, Query, QueryKind, Slices, Topic } from './contract.ts';
import { directoryQueries } from './contract/directory.ts';
import { overviewQueries } from './contract/overview.ts';
import { signInQueries } from './contract/sign-in.ts';
import type { TargetRef } from '../model/target-ref.ts';

/*
 * The queries that a session host knows. From its start these are the ones by which a view begins, since the others' shapes would be loaded for
 * nothing before the first list is shown.
 */

/** As far as it is used of any query. */
interface Definition {
  readonly asked: v.GenericSchema<unknown, object>;
  readonly topicOf?: (asked: never) => Topic;
  readonly shows?: (slice: never) => readonly TargetRef[];
  readonly empty: Slices[QueryKind];
}

const FIRST_QUERIES = { ...signInQueries, ...overviewQueries, ...directoryQueries } as const;
/** A query by which a view begins. */
export type FirstQuery = keyof typeof FIRST_QUERIES;

let known: Readonly<Record<string, Definition>> = FIRST_QUERIES;

/** Has all queries be known from now on. */
export function knowQueries(all: typeof QUERIES): void {
  known = all;
}

/** Reads what a view asks. @returns undefined when it is no query, or none that is known yet */
export function readQuery(given: unknown): Query | undefined {
  const { success, output: named } = v.safeParse(v.looseObject({ kind: v.picklist(Object.keys(known) as QueryKind[]) }), given);
  const definition = success ? known[named.kind] : undefined;
  const asked = definition && v.safeParse(definition.asked, given);
  // The shape is that of this very kind, which TypeScript can't follow through the table.
  return success && asked?.success ? ({ kind: named.kind, ...asked.output } as Query) : undefined;
}

/** The answer to a query while nobody is signed in, and while the desk is locked. */
export function emptyAnswer<K extends QueryKind>(kind: K): Slices[K] {
  return definitionOf(kind).empty as Slices[K];
}

/** The topic that tells that the query's answer has changed; undefined for a query that is answered only once. */
export function topicOf(query: Query): Topic | undefined {
  return definitionOf(query.kind).topicOf?.(query as never);
}

/** Whose availability an answer shows; undefined for a query whose answers show nobody's. */
export function shownBy(query: Query): ((slice: Slices[QueryKind]) => readonly TargetRef[]) | undefined {
  // Each answer is of its query's kind, which TypeScript can't follow through the table.
  return definitionOf(query.kind).shows as ((slice: Slices[QueryKind]) => readonly TargetRef[]) | undefined;
}

/** A query that was read is known. */
function definitionOf(kind: QueryKind): Definition {
  return (known as Readonly<Record<QueryKind, Definition>>)[kind];
}
