import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { emptyPglite } from './empty-pglite.ts';
import type { Database, SqlValue } from './database.ts';

const queryableOf = (runner: PGlite | Transaction) => ({
  query: async (sql: string, values: readonly SqlValue[] = []) => (await runner.query<unknown>(sql, [...values])).rows,
  run: async (sql: string) => {
    await runner.exec(sql);
  },
});

/** A PostgreSQL within this process. Its data is in the folder, which only one process may open, or in memory when no folder is given. */
export async function openPgliteDatabase(folder?: string): Promise<Database> {
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const isNew = folder === undefined || !existsSync(join(folder, 'PG_VERSION'));
  const pglite = await PGlite.create(folder ?? 'memory://', isNew ? { loadDataDir: await emptyPglite() } : {});
  return {
    ...queryableOf(pglite),
    transaction: (work) => pglite.transaction((inside) => work(queryableOf(inside))),
    close: () => pglite.close(),
  };
}
