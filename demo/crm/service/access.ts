import * as v from 'valibot';
import type { Queryable } from './database.ts';
import { Problem } from './problem.ts';
import type { Caller } from './tokens.ts';

/** Why an agent sees a contact: as a member of its team, or by a grant, which an invitation to a consultation gives until a time. */
export type Access = { readonly by: 'team' } | { readonly by: 'grant'; readonly until: string };

/** SQL that writes a time as the contract does. */
export const isoTime = (expression: string) => `to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const rows = v.array(v.object({ is_team: v.boolean(), until: v.nullable(v.string()), is_current: v.nullable(v.boolean()) }));

const SQL = `
select contact.team = any($2::text[]) as is_team, ${isoTime('latest.until')} as until, latest.until > now() as is_current
from contact
left join lateral (select max(until) as until from contact_grant where contact_id = contact.id and agent = $3) as latest on true
where contact.id = $1`;

/**
 * Tells why the caller may see the contact. For a caller without a right to it, a contact is "not found" whether it exists or not, so that nobody
 * learns that it exists. A caller whose grant has ended is told so.
 */
export async function accessTo(database: Queryable, contactId: string, caller: Caller): Promise<Access> {
  const [row] = v.parse(rows, await database.query(SQL, [contactId, caller.teams, caller.id]));
  if (row?.is_team) return { by: 'team' };
  if (!row || row.until === null) throw new Problem('not-found');
  if (!row.is_current) throw new Problem('grant-ended');
  return { by: 'grant', until: row.until };
}

/** Throws unless the caller is in the contact's own team, who alone may append to its history and share it. */
export async function requireTeam(database: Queryable, contactId: string, caller: Caller): Promise<void> {
  if ((await accessTo(database, contactId, caller)).by !== 'team') throw new Problem('not-permitted');
}
