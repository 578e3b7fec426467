import * as v from 'valibot';
import type { Queryable } from './database.ts';
import { Problem } from './problem.ts';
import type { Caller } from './tokens.ts';

/** Why an agent sees a contact: for good, as one of its team, or as one who was invited to a consultation, until its end. */
export type Access = { readonly by: 'team' } | { readonly by: 'grant'; readonly until: string };

/** SQL for a time in the words of the contract. */
export const isoTime = (expression: string) => `to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const rows = v.array(v.object({ is_team: v.boolean(), until: v.nullable(v.string()), is_current: v.nullable(v.boolean()) }));

const SQL = `
select contact.team = any($2::text[]) as is_team, ${isoTime('latest.until')} as until, latest.until > now() as is_current
from contact
left join lateral (select max(until) as until from contact_grant where contact_id = contact.id and agent = $3) as latest on true
where contact.id = $1`;

/**
 * How the caller sees the contact. Without a right to it, it isn't there: who may not see it doesn't learn that it exists. Who was
 * granted it before is told that this is over.
 */
export async function accessTo(database: Queryable, contactId: string, caller: Caller): Promise<Access> {
  const [row] = v.parse(rows, await database.query(SQL, [contactId, caller.teams, caller.id]));
  if (row?.is_team) return { by: 'team' };
  if (!row || row.until === null) throw new Problem('not-found');
  if (!row.is_current) throw new Problem('grant-ended');
  return { by: 'grant', until: row.until };
}

/** The same, where only the contact's own team may: to append to its history, and to share it. */
export async function requireTeam(database: Queryable, contactId: string, caller: Caller): Promise<void> {
  if ((await accessTo(database, contactId, caller)).by !== 'team') throw new Problem('not-permitted');
}
