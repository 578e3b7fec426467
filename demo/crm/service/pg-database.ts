import pg from 'pg';
import type { Database, SqlValue } from './database.ts';

const CONNECTIONS = 8;
/** After this time nobody waits for the answer any longer. */
const STATEMENT_TIMEOUT_MS = 15_000;

interface Runner {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const queryableOf = (runner: Runner) => ({
  query: async (sql: string, values: readonly SqlValue[] = []) => (await runner.query(sql, [...values])).rows,
  run: async (sql: string) => {
    await runner.query(sql);
  },
});

/** A PostgreSQL server, by its connection string (`DATABASE_URL`). */
export async function openPgDatabase(connectionString: string, { statementTimeoutMs = STATEMENT_TIMEOUT_MS } = {}): Promise<Database> {
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS, statement_timeout: statementTimeoutMs });
  // If an idle connection breaks, the next query opens another one, and reports the error if it persists. So this event needs no handling.
  pool.on('error', () => {});
  return {
    ...queryableOf(pool),
    async transaction(work) {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(queryableOf(client));
        await client.query('commit');
        return result;
      } catch (error) {
        failure = error instanceof Error ? error : new Error('The transaction failed.', { cause: error });
        await client.query('rollback').catch(() => {});
        throw failure;
      } finally {
        // After a failure the connection's state is uncertain, so that the pool discards it.
        client.release(failure);
      }
    },
    close: () => pool.end(),
  };
}
