import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { Database } from './database.ts';

const CONTACTS = fileURLToPath(new URL('migrations', import.meta.url));
/** The number of the advisory lock, which may be any. When several services start at once, only one migrates. */
const LOCK = 5_222_500;

const appliedRows = v.array(v.object({ name: v.string() }));

/**
 * Brings the schema up to date. Each migration runs once, in the order of the names, in its own transaction. Returns the names of those that ran.
 *
 * @param folder Where the migrations are: the contact service's, when absent. Services that share a database need different names
 */
export async function migrate(database: Database, folder = CONTACTS): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const ran: string[] = [];
  for (const name of names) {
    const sql = await readFile(join(folder, name), 'utf8');
    await database.transaction(async (inside) => {
      await inside.query('select pg_advisory_xact_lock($1)', [LOCK]);
      await inside.run('create table if not exists migration (name text primary key, applied_at timestamptz not null default now())');
      const applied = v.parse(appliedRows, await inside.query('select name from migration where name = $1', [name]));
      if (applied.length) return;
      await inside.run(sql);
      await inside.query('insert into migration (name) values ($1)', [name]);
      ran.push(name);
    });
  }
  return ran;
}
