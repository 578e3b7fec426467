import * as v from 'valibot';
import { isoTime } from './access.ts';
import type { Queryable } from './database.ts';
import type { Caller } from './tokens.ts';

const grantRows = v.array(v.object({ agent: v.string(), until: v.string() }));

export interface Grant {
  readonly id: string;
  readonly agent: string;
  readonly until: string;
}

/** Grants the contact to an agent, or changes when that ends. Undefined when the id is that of another agent's grant. */
export async function writeGrant(database: Queryable, contactId: string, grant: Grant, caller: Caller): Promise<Grant | undefined> {
  const [row] = v.parse(
    grantRows,
    await database.query(
      `insert into contact_grant (contact_id, id, agent, until, granted_by) values ($1, $2, $3, $4::timestamptz, $5)
      on conflict (contact_id, id) do update set until = excluded.until where contact_grant.agent = excluded.agent
      returning agent, ${isoTime('until')} as until`,
      [contactId, grant.id, grant.agent, grant.until, caller.id],
    ),
  );
  return row && { id: grant.id, ...row };
}

/** Ends a grant now; its agent is told that it has ended. Ending a grant twice, or one that doesn't exist, is no error. */
export async function endGrant(database: Queryable, contactId: string, grantId: string): Promise<void> {
  await database.query('update contact_grant set until = least(until, now()) where contact_id = $1 and id = $2', [contactId, grantId]);
}
