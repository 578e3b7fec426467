import * as v from 'valibot';
import type { Position } from '../crm/service/cursor.ts';
import type { Queryable, SqlValue } from '../crm/service/database.ts';
import { Problem } from '../crm/service/problem.ts';
import { typedWordsQuery } from '../crm/service/search-words.ts';
import type { ChangePosition } from './change-cursor.ts';
import { type RemovedTarget, type Target, TARGET_KINDS, type TargetKind } from './target-schema.ts';

const row = v.object({
  kind: v.picklist(TARGET_KINDS),
  id: v.string(),
  name: v.string(),
  groups: v.array(v.string()),
  skills: v.array(v.string()),
});
const listedRows = v.array(v.object({ ...row.entries, name_key: v.string() }));
// PostgreSQL's bigint comes as text over the network, and as a number from PGlite.
const revision = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.safeInteger());
const changedRows = v.array(v.object({ ...row.entries, revision, is_removed: v.boolean() }));
const stateRow = v.tuple([v.object({ epoch: v.string(), forgotten: revision, newest: revision })]);

const STATE = `
select epoch, forgotten_revision as forgotten, greatest(forgotten_revision, (select max(revision) from target)) as newest
from directory_state`;
const COLUMNS = 'kind, id, name, groups, skills';

function targetOf({ kind, id, name, groups, skills }: v.InferOutput<typeof row>): Target {
  return kind === 'agent' ? { kind, id, name, groups, skills } : { kind, id, name };
}

export interface Changes {
  readonly items: readonly (Target | RemovedTarget)[];
  readonly next: ChangePosition;
  /** Whether these were the last ones for now. */
  readonly isLast: boolean;
}

/**
 * The targets that changed after a position, in the order of the changes, each once and as it is now; without a position, all targets.
 * @throws Problem when too much has been forgotten to go on from there
 */
export async function readChanges(database: Queryable, after: ChangePosition | undefined, limit: number): Promise<Changes> {
  const [{ epoch, forgotten, newest }] = v.parse(stateRow, await database.query(STATE));
  const isKnown = !after || (after.epoch === epoch && Math.max(after.revision, after.goneBefore) >= forgotten);
  if (!isKnown) throw new Problem('cursor-too-old');
  const { revision: from, goneBefore } = after ?? { revision: 0, goneBefore: newest };
  const sql = `select ${COLUMNS}, revision, removed_at is not null as is_removed from target
    where revision > $1 and (removed_at is null or revision > $2) order by revision limit $3`;
  const rows = v.parse(changedRows, await database.query(sql, [from, goneBefore, limit + 1]));
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((one) => (one.is_removed ? { kind: one.kind, id: one.id, isRemoved: true } : targetOf(one))),
    next: { epoch, revision: shown.at(-1)?.revision ?? from, goneBefore },
    isLast: rows.length <= limit,
  };
}

/** What targets are listed by: words of the name, the id or the groups, or membership. */
export interface Listing {
  readonly search?: string;
  readonly kind?: TargetKind;
  readonly group?: string;
  readonly skill?: string;
}

/** The targets that fit, by name. Each has its position, for the next page's cursor. */
export async function listTargets(
  database: Queryable,
  { search, kind, group, skill }: Listing,
  after: Position | undefined,
  limit: number,
): Promise<readonly { item: Target; position: Position }[]> {
  const values: SqlValue[] = [];
  const place = (value: SqlValue) => `$${values.push(value)}`;
  const conditions = ['removed_at is null'];
  if (search !== undefined) {
    const query = typedWordsQuery(search);
    if (query === undefined) return [];
    conditions.push(`search @@ ${place(query)}::tsquery`);
  }
  if (kind !== undefined) conditions.push(`kind = ${place(kind)}`);
  if (group !== undefined) conditions.push(`groups @> ${place([group])}::text[]`);
  if (skill !== undefined) conditions.push(`skills @> ${place([skill])}::text[]`);
  if (after) {
    // A kind has no space, so that the first one ends it.
    const [, lastKind = '', id = ''] = /^(\w+) (.*)$/s.exec(after[1]) ?? [];
    conditions.push(`(name_key, kind, id) > (${place(String(after[0]))}, ${place(lastKind)}, ${place(id)})`);
  }
  const sql = `select ${COLUMNS}, name_key from target where ${conditions.join(' and ')} order by name_key, kind, id limit ${place(limit)}`;
  const rows = v.parse(listedRows, await database.query(sql, values));
  return rows.map((one) => ({ item: targetOf(one), position: [one.name_key, `${one.kind} ${one.id}`] }));
}

/** @throws Problem when there is no such target, or none any more */
export async function readTarget(database: Queryable, kind: TargetKind, id: string): Promise<Target> {
  const sql = `select ${COLUMNS} from target where kind = $1 and id = $2 and removed_at is null`;
  const [found] = v.parse(v.array(row), await database.query(sql, [kind, id]));
  if (!found) throw new Problem('not-found');
  return targetOf(found);
}
