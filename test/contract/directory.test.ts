import { openPgDatabase } from '../../demo/crm/service/pg-database.ts';
import { openPgliteDatabase } from '../../demo/crm/service/pglite-database.ts';
import { startPrivatePostgres } from '../fixtures/private-postgres.ts';
import { directoryServiceTests } from './directory-service-tests.ts';

directoryServiceTests('PGlite', async () => ({ database: await openPgliteDatabase(), stop: async () => {} }));
directoryServiceTests('PostgreSQL', async () => {
  const postgres = await startPrivatePostgres();
  return { database: await openPgDatabase(postgres.url), stop: () => postgres.stop() };
});
