import * as v from 'valibot';
import type { Database, Queryable } from '../../crm/service/database.ts';
import { nameKey, searchWords } from '../../crm/service/search-words.ts';
import { agentId } from '../../crm/service/wire-text.ts';
import { groupId, type Target, target, TARGET_KINDS } from '../target-schema.ts';
import type { BadRow, GivenTarget, Snapshot } from './snapshot.ts';

/** Rows per statement. */
const BATCH = 2_000;
/** The number of the advisory lock, which may be any. Only one import runs at a time, so that revisions are committed in their order. */
const LOCK = 5_222_501;
/** How long a removed target is remembered. Who reads the directory more rarely than that begins anew. */
const REMEMBERED = '90 days';

/** What an import has changed. */
export interface ImportReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Why nothing was removed, although some targets may have gone. */
  readonly removalsWithheld?: string;
  readonly bad: readonly BadRow[];
}

interface ReadRow {
  readonly at: string;
  readonly target: Target;
}

const about = v.variant('kind', [
  v.object({ kind: v.literal('agent'), id: agentId }),
  v.object({ kind: v.picklist(['group', 'skill']), id: groupId }),
]);

const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => JSON.stringify([kind, id]);

/** Addresses are compared in small letters (RFC 7622 3.2), so that the same agent doesn't come twice. */
function normalized(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'agent') return value;
  return 'id' in value && typeof value.id === 'string' ? { ...value, id: value.id.toLowerCase() } : value;
}

function readRow({ at, value }: GivenTarget): ReadRow | BadRow {
  const given = normalized(value);
  const parsed = v.safeParse(target, given);
  if (parsed.success) return { at, target: parsed.output };
  const wrong = parsed.issues.slice(0, 3).map((issue) => `${v.getDotPath(issue) ?? 'the row'}: ${issue.message}`);
  const named = v.safeParse(about, given);
  return { at, reason: wrong.join('; '), ...(named.success ? { about: named.output } : {}) };
}

/** The rows that can be taken, each target once, and the others. */
function readRows({ targets, bad }: Snapshot): { readonly good: readonly ReadRow[]; readonly bad: readonly BadRow[] } {
  const good = new Map<string, ReadRow>();
  const refused: BadRow[] = [...bad];
  for (const given of targets) {
    const row = readRow(given);
    if (!('target' in row)) refused.push(row);
    else {
      const first = good.get(keyOf(row.target));
      if (first) refused.push({ at: row.at, reason: `the same ${row.target.kind} as ${first.at}`, about: row.target });
      else good.set(keyOf(row.target), row);
    }
  }
  return { good: [...good.values()], bad: refused };
}

/**
 * The groups and skills that agents name and that no row describes: they become targets by their id, so that a plain list of agents is enough. No row
 * has them, so that their place is empty.
 */
function namedBy(rows: readonly ReadRow[]): readonly ReadRow[] {
  const known = new Set(rows.map((row) => keyOf(row.target)));
  const found = new Map<string, ReadRow>();
  for (const { target: agent } of rows) {
    if (agent.kind !== 'agent') continue;
    const named = [
      ...agent.groups.map((id) => ({ kind: 'group' as const, id, name: id })),
      ...agent.skills.map((id) => ({ kind: 'skill' as const, id, name: id })),
    ];
    for (const one of named) if (!known.has(keyOf(one)) && !found.has(keyOf(one))) found.set(keyOf(one), { at: '', target: one });
  }
  return [...found.values()];
}

const UPSERT = `
with given as (
  select * from jsonb_to_recordset($1::jsonb)
    as row (kind text, id text, name text, groups text[], skills text[], name_key text, words text[])
)
insert into target (kind, id, name, groups, skills, source, revision, name_key, search)
select kind, id, name, groups, skills, $2, nextval('target_revision'), name_key, array_to_tsvector(words) from given
on conflict (kind, id) do update set
  name = excluded.name, groups = excluded.groups, skills = excluded.skills, source = excluded.source, revision = excluded.revision,
  removed_at = null, name_key = excluded.name_key, search = excluded.search
where (target.source = excluded.source or target.removed_at is not null)
  and (target.removed_at is not null or target.name <> excluded.name or target.groups <> excluded.groups or target.skills <> excluded.skills)
returning xmax = 0 as is_new`;

/** Those that another source has already, which alone may change and remove them. */
const FOREIGN = `
select target.kind, target.id, target.source
from jsonb_to_recordset($1::jsonb) as row (kind text, id text)
join target on target.kind = row.kind and target.id = row.id
where target.source <> $2 and target.removed_at is null`;

/** A row that can't be taken may be about the same target as another. */
const KEEP = `
insert into kept_target select kind, id from jsonb_to_recordset($1::jsonb) as row (kind text, id text) on conflict do nothing`;
const GONE = `
update target set removed_at = now(), revision = nextval('target_revision')
where source = $1 and removed_at is null
  and not exists (select from kept_target where kept_target.kind = target.kind and kept_target.id = target.id)`;
const REMOVE_AGENTS = `${GONE} and kind = 'agent' returning 1`;
/** A group or a skill stays while an agent who stays is in it. */
const KEEP_NAMED = `
insert into kept_target
select 'group', unnest(groups) from target where kind = 'agent' and removed_at is null
union select 'skill', unnest(skills) from target where kind = 'agent' and removed_at is null
on conflict do nothing`;
const REMOVE_OTHERS = `${GONE} returning 1`;

const FORGET = `
with forgotten as (delete from target where removed_at < now() - interval '${REMEMBERED}' returning revision)
update directory_state set forgotten_revision = greatest(forgotten_revision, (select max(revision) from forgotten))
where exists (select from forgotten)`;

const newRows = v.array(v.object({ is_new: v.boolean() }));
const foreignRows = v.array(v.object({ kind: v.picklist(TARGET_KINDS), id: v.string(), source: v.string() }));

function* batchesOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += BATCH) yield list.slice(from, from + BATCH);
}

/** A target as a row of the statement above. */
function recordOf(one: Target) {
  const [groups, skills] = one.kind === 'agent' ? [one.groups, one.skills] : [[], []];
  return {
    kind: one.kind,
    id: one.id,
    name: one.name,
    groups,
    skills,
    name_key: nameKey(one.name),
    words: searchWords(one.name, one.id, ...groups, ...skills),
  };
}

async function putTargets(inside: Queryable, source: string, rows: readonly ReadRow[]) {
  let [added, changed] = [0, 0];
  const foreign: BadRow[] = [];
  const whereOf = new Map(rows.map(({ at, target: one }) => [keyOf(one), at]));
  for (const batch of batchesOf(rows)) {
    const records = JSON.stringify(batch.map((row) => recordOf(row.target)));
    const others = v.parse(foreignRows, await inside.query(FOREIGN, [records, source]));
    foreign.push(
      ...others.map((one) => ({
        at: whereOf.get(keyOf(one)) ?? '',
        reason: `the ${one.kind} ${one.id} comes from the source "${one.source}"`,
      })),
    );
    const written = v.parse(newRows, await inside.query(UPSERT, [records, source]));
    added += written.filter(({ is_new }) => is_new).length;
    changed += written.filter(({ is_new }) => !is_new).length;
  }
  return { added, changed, foreign };
}

/** Why targets that aren't in the snapshot stay: nobody can say that they have gone. */
function withheldBecause(good: readonly ReadRow[], bad: readonly BadRow[]): string | undefined {
  if (good.length === 0) return 'no row could be taken';
  const unknown = bad.filter((row) => !row.about).length;
  return unknown > 0 ? `${unknown} ${unknown === 1 ? 'row doesn’t' : 'rows don’t'} say whom they are about` : undefined;
}

/**
 * Makes the directory's targets of one source those of the snapshot. The same snapshot again changes nothing. What isn't listed any more is removed,
 * unless a row that can't be read may be about it. Targets of other sources aren't touched.
 */
export async function importSnapshot(database: Database, source: string, snapshot: Snapshot): Promise<ImportReport> {
  const { good, bad } = readRows(snapshot);
  const rows = [...good, ...namedBy(good)];
  return await database.transaction(async (inside) => {
    await inside.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { added, changed, foreign } = await putTargets(inside, source, rows);
    const removalsWithheld = withheldBecause(good, bad);
    const removed = removalsWithheld === undefined ? await removeOthers(inside, source, rows, bad) : 0;
    await inside.query(FORGET);
    return {
      added,
      changed,
      unchanged: rows.length - added - changed - foreign.length,
      removed,
      ...(removalsWithheld === undefined ? {} : { removalsWithheld }),
      // That agents are in groups of another source is nothing wrong.
      bad: [...bad, ...foreign.filter(({ at }) => at !== '')],
    };
  });
}

async function removeOthers(
  inside: Queryable & Pick<Database, 'run'>,
  source: string,
  rows: readonly ReadRow[],
  bad: readonly BadRow[],
): Promise<number> {
  // With its key each target is looked up. The server knows nothing of how many rows are new in either table, and without a key it compares each with each.
  await inside.run(
    'create temporary table kept_target (kind text collate "C", id text collate "C", primary key (kind, id)) on commit drop',
  );
  const kept = [...rows.map((row) => row.target), ...bad.flatMap((row) => row.about ?? [])];
  for (const batch of batchesOf(kept)) {
    const records = JSON.stringify(batch.map(({ kind, id }) => ({ kind, id })));
    await inside.query(KEEP, [records]);
  }
  const agents = await inside.query(REMOVE_AGENTS, [source]);
  await inside.run(KEEP_NAMED);
  return agents.length + (await inside.query(REMOVE_OTHERS, [source])).length;
}
