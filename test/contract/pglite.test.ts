import { openPgliteDatabase } from '../../demo/crm/service/pglite-database.ts';
import { contactServiceTests } from './contact-service-tests.ts';

contactServiceTests('PGlite', async () => ({ database: await openPgliteDatabase(), stop: async () => {} }));
