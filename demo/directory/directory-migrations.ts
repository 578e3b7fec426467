import { fileURLToPath } from 'node:url';

/** The folder of the directory's migrations. Their names differ from the contact service's, so that both can share a database. */
export const DIRECTORY_MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
