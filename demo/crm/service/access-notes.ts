import type { Queryable } from './database.ts';
import type { Caller } from './tokens.ts';

/** What an agent did with a contact. */
export type NotedAction = 'look-up' | 'contact' | 'history' | 'interaction' | 'append';

/** Notes what an agent reads or appends, before it is answered: what can't be noted isn't given. By a grant, under the session of the latest one. */
export async function noteAccess(database: Queryable, caller: Caller, action: NotedAction, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  await database.query(
    `insert into access_note (agent, contact_id, action, session)
    select $1, given.id, $2, case when contact.team = any($4::text[]) then null else latest.id end
    from unnest($3::text[]) as given (id)
    left join contact on contact.id = given.id
    left join lateral (
      select contact_grant.id from contact_grant where contact_id = given.id and agent = $1 order by until desc limit 1
    ) as latest on true`,
    [caller.id, action, contactIds, caller.teams],
  );
}

/** Notes a grant, or that one was ended. Its id is the consultation's session. */
export async function noteGrant(
  database: Queryable,
  caller: Caller,
  contactId: string,
  grant: { readonly id: string; readonly agent?: string },
): Promise<void> {
  const action = grant.agent === undefined ? 'grant-ended' : 'grant';
  await database.query('insert into access_note (agent, contact_id, action, granted_to, session) values ($1, $2, $3, $4, $5)', [
    caller.id,
    contactId,
    action,
    grant.agent ?? null,
    grant.id,
  ]);
}
