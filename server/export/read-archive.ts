import pg from 'pg';
import * as v from 'valibot';
import { type ArchiveKind, archiveStatement, type Span } from './archives.ts';
import type { ArchivedStanza } from './sessions.ts';

/** How many rows are in memory at once. */
const BATCH = 500;
const rows = v.array(v.object({ session: v.nullable(v.string()), at: v.number(), xml: v.string() }));

/** Reads the archive through a cursor, in one snapshot that changes nothing. */
export async function* readArchive(databaseUrl: string, kind: ArchiveKind, span: Span): AsyncGenerator<ArchivedStanza> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { text, values } = archiveStatement(kind, span);
    await client.query('begin isolation level repeatable read read only');
    await client.query({ text: `declare stanzas no scroll cursor for ${text}`, values: [...values] });
    for (;;) {
      const batch = v.parse(rows, (await client.query(`fetch ${BATCH} from stanzas`)).rows);
      yield* batch;
      if (batch.length < BATCH) return;
    }
  } finally {
    await client.end();
  }
}
