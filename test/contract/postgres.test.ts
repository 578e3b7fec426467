import { openPgDatabase } from '../../demo/crm/service/pg-database.ts';
import { startPrivatePostgres } from '../fixtures/private-postgres.ts';
import { contactServiceTests } from './contact-service-tests.ts';

contactServiceTests('PostgreSQL', async () => {
  const postgres = await startPrivatePostgres();
  return { database: await openPgDatabase(postgres.url), stop: () => postgres.stop() };
});
