import { parseArgs } from 'node:util';
import { migrate } from '../../crm/service/migrate.ts';
import { openPgDatabase } from '../../crm/service/pg-database.ts';
import { DIRECTORY_MIGRATIONS } from '../directory-migrations.ts';
import { type ImportReport, importSnapshot } from './import-snapshot.ts';
import { FORMATS, readSource } from './read-source.ts';

const HELP = `DATABASE_URL=postgres://… npx tsx demo/directory/import/main.ts --format ldif|csv|scim --from FILE-OR-URL [options]

Makes the directory's targets of one source those that the file, or the SCIM service, lists now. The same again changes nothing.

  --source NAME    what these targets are kept under (default: the format); what a later import of the same name doesn't list is removed
  --domain DOMAIN  the domain of agents of whom only a logon is given
  SCIM_TOKEN       in the environment: the bearer token of a SCIM service
`;

const MOST_SHOWN = 50;

function report({ added, changed, unchanged, removed, removalsWithheld, bad }: ImportReport): string {
  const lines = bad.slice(0, MOST_SHOWN).map(({ at, reason }) => `${at}: ${reason}`);
  if (bad.length > MOST_SHOWN) lines.push(`… and ${bad.length - MOST_SHOWN} more rows that weren't taken.`);
  if (removalsWithheld !== undefined) lines.push(`Nothing was removed: ${removalsWithheld}.`);
  return [...lines, `${added} added, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${bad.length} not taken.`].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      format: { type: 'string' },
      from: { type: 'string' },
      source: { type: 'string' },
      domain: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const format = FORMATS.find((one) => one === values.format);
  const url = process.env.DATABASE_URL;
  if (values.help) return void console.log(HELP);
  if (!format || values.from === undefined || !url) throw new Error(HELP);
  const snapshot = await readSource(format, values.from, { domain: values.domain, token: process.env.SCIM_TOKEN });
  const database = await openPgDatabase(url, { statementTimeoutMs: 0 });
  try {
    await migrate(database, DIRECTORY_MIGRATIONS);
    const done = await importSnapshot(database, values.source ?? format, snapshot);
    console.log(report(done));
    if (done.bad.length > 0) process.exitCode = 2;
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
