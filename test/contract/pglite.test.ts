import { openPgliteDatabase } from '../../demo/crm/service/pglite-database.ts';
import { contactServiceTests } from './contact-service-tests.ts';
import { directoryServiceTests } from './directory-service-tests.ts';

const open = async () => ({ database: await openPgliteDatabase(), stop: async () => {} });
contactServiceTests('PGlite', open);
directoryServiceTests('PGlite', open);
