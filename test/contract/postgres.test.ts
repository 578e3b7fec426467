import { after } from 'node:test';
import { openPgDatabase } from '../../demo/crm/service/pg-database.ts';
import { makeDatabase, startPrivatePostgres } from '../fixtures/private-postgres.ts';
import { contactServiceTests } from './contact-service-tests.ts';
import { directoryServiceTests } from './directory-service-tests.ts';

const postgres = await startPrivatePostgres();
after(() => postgres.stop());
const open = async () => ({ database: await openPgDatabase(await makeDatabase(postgres.url)), stop: async () => {} });
contactServiceTests('PostgreSQL', open);
directoryServiceTests('PostgreSQL', open);
