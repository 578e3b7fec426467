import * as v from 'valibot';
import type { Access } from './access.ts';
import { contactDetails, type ContactDetails } from './contact-schema.ts';
import type { Position } from './cursor.ts';
import type { Queryable, SqlValue } from './database.ts';
import { numberKey } from './number-key.ts';
import { typedWordsQuery } from './search-words.ts';
import type { Caller } from './tokens.ts';

/** What contacts are looked up by: a phone number, or words of the name, the company or the e-mail address. */
export type LookUp = { readonly number: string } | { readonly name: string };

const foundRows = v.array(v.object({ id: v.string(), name: v.string(), company: v.string(), name_key: v.string() }));
const contactRow = v.tuple([v.object({ id: v.string(), name: v.string(), details: v.pipe(v.string(), v.parseJson(), contactDetails) })]);

export interface FoundContact {
  readonly id: string;
  readonly name: string;
  readonly company: string;
}

/** The contacts that match and that the caller may see, sorted by name. Each row has its position, for the next page's cursor. */
export async function findContacts(
  database: Queryable,
  caller: Caller,
  lookUp: LookUp,
  after: Position | undefined,
  limit: number,
): Promise<readonly { item: FoundContact; position: Position }[]> {
  const values: SqlValue[] = [caller.teams, caller.id];
  const place = (value: SqlValue) => `$${values.push(value)}`;
  const conditions = [
    '(team = any($1::text[]) or exists (select from contact_grant where contact_id = contact.id and agent = $2 and until > now()))',
  ];
  if ('number' in lookUp) conditions.push(`number_keys @> ${place([numberKey(lookUp.number)])}::text[]`);
  else {
    const query = typedWordsQuery(lookUp.name);
    if (query === undefined) return [];
    conditions.push(`search @@ ${place(query)}::tsquery`);
  }
  if (after) conditions.push(`(name_key, id) > (${place(String(after[0]))}, ${place(after[1])})`);
  const sql = `select id, name, details ->> 'company' as company, name_key from contact where ${conditions.join(' and ')} order by name_key, id limit ${place(limit)}`;
  const rows = v.parse(foundRows, await database.query(sql, values));
  return rows.map(({ id, name, company, name_key }) => ({ item: { id, name, company }, position: [name_key, id] }));
}

/** Reads a contact in the shape of the contract's `Contact`. */
export async function readContact(
  database: Queryable,
  contactId: string,
  access: Access,
): Promise<{ id: string; name: string; access: Access } & ContactDetails> {
  const [{ id, name, details }] = v.parse(
    contactRow,
    await database.query('select id, name, details::text as details from contact where id = $1', [contactId]),
  );
  return { id, name, access, ...details };
}
