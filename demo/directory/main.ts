import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Database } from '../crm/service/database.ts';
import { openEmbeddedDatabase } from '../crm/service/embedded-database.ts';
import { migrate } from '../crm/service/migrate.ts';
import { ORGANIZATION_OPTIONS, organizationOf } from '../crm/service/organization-options.ts';
import { openPgDatabase } from '../crm/service/pg-database.ts';
import { runService } from '../crm/service/run-service.ts';
import { readSecret } from '../crm/service/signing-secret.ts';
import { DIRECTORY_MIGRATIONS } from './directory-migrations.ts';
import { importSnapshot } from './import/import-snapshot.ts';
import { demoTargets } from './demo-targets.ts';
import { makeDirectoryService } from './service.ts';

/*
 * The directory service as a process of its own. `npm run demo -- --targets N` starts it. To start it by hand:
 *
 *     [DATABASE_URL=postgres://…] npx tsx demo/directory/main.ts --folder FOLDER --secret FILE [--port N] [--origin ORIGIN]…
 *                                     [--targets N] [--domain DOMAIN] [--issuer ADDRESS --audience NAME [--claim NAME] [--issuer-client ID]]
 *
 * The secret is that of the contact service, whose tokens it takes; with `--issuer` it takes the same issuer's as that service does. A new database is filled with made-up targets, if any are asked for; an
 * organisation's come by demo/directory/import. Until the database is open, requests are answered by 503.
 */

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    secret: { type: 'string' },
    port: { type: 'string', default: '0' },
    origin: { type: 'string', multiple: true, default: [] },
    targets: { type: 'string', default: '0' },
    domain: { type: 'string', default: 'localhost' },
    ...ORGANIZATION_OPTIONS,
  },
});

async function openDatabase(folder: string): Promise<Database> {
  const making = {
    migrate: (database: Database) => migrate(database, DIRECTORY_MIGRATIONS),
    fill: async (database: Database) => {
      if (Number(values.targets) > 0) await importSnapshot(database, 'seed', demoTargets(Number(values.targets), values.domain));
    },
  };
  const url = process.env.DATABASE_URL;
  if (!url) return await openEmbeddedDatabase(folder, making);
  const patient = await openPgDatabase(url, { statementTimeoutMs: 0 });
  await making.migrate(patient);
  await making.fill(patient);
  await patient.close();
  return await openPgDatabase(url);
}

async function main(): Promise<void> {
  const { folder, secret } = values;
  if (folder === undefined || secret === undefined)
    throw new Error('--folder says where the embedded database is, --secret whose tokens are taken.');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await runService({
    title: 'Directory service',
    host: '127.0.0.1',
    port: Number(values.port),
    make: async (given) =>
      makeDirectoryService({
        ...given,
        secret: await readSecret(secret),
        organization: organizationOf(values, (id) => ({ id, name: id, teams: [] })),
        origins: values.origin,
      }),
    openDatabase: () => openDatabase(folder),
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
