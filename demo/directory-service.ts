import { fileURLToPath } from 'node:url';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

const MAIN = fileURLToPath(new URL('directory/main.ts', import.meta.url));

export interface DirectoryServiceProcessOptions {
  /** The file with the secret of the service whose tokens it takes. */
  readonly secretFile: string;
  /** The origins whose pages may ask the service (CORS). */
  readonly origins?: readonly string[];
  /** How many made-up agents a new database is filled with. */
  readonly targets?: number;
  /** The domain of their addresses. */
  readonly domain?: string;
  readonly port?: number;
  /** The address of a PostgreSQL to use in place of the folder's own database. */
  readonly databaseUrl?: string;
}

/** Starts the directory service in a process of its own, which ends with this one; resolves when it listens. The folder holds its database. */
export async function startDirectoryService(
  folder: string,
  { secretFile, origins = [], targets, domain, port, databaseUrl }: DirectoryServiceProcessOptions,
): Promise<ServiceProcess> {
  const args = ['--folder', folder, '--secret', secretFile, ...origins.flatMap((origin) => ['--origin', origin])];
  if (targets !== undefined) args.push('--targets', String(targets));
  if (domain !== undefined) args.push('--domain', domain);
  if (port !== undefined) args.push('--port', String(port));
  return await startServiceProcess('directory service', MAIN, args, databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
}
