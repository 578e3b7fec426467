import { fileURLToPath } from 'node:url';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

const MAIN = fileURLToPath(new URL('crm/service/main.ts', import.meta.url));

export interface ContactServiceProcessOptions {
  /** The origins whose pages may ask the service (CORS). */
  readonly origins?: readonly string[];
  /** The programs that agents may sign in with, each as `ID=REDIRECT-URI`. */
  readonly clients?: readonly string[];
  /** How long a token lasts. */
  readonly tokenSeconds?: number;
  /** The file with the accounts; the demo's own accounts when absent. */
  readonly agentsFile?: string;
  /** How many interactions a new database is filled with. */
  readonly interactions?: number;
  /** The address of a PostgreSQL to use in place of the folder's own database. */
  readonly databaseUrl?: string;
  /** An issuer whose tokens it takes beside its own; asked as the client, or of signed tokens if there is none. */
  readonly issuer?: TrustedIssuer;
}

export interface TrustedIssuer {
  readonly address: string;
  readonly audience: string;
  readonly client?: { readonly id: string; readonly secret: string };
}

/**
 * Starts the contact service in a process of its own, which ends with this one; resolves when it listens. The folder holds the service's secret and,
 * without `DATABASE_URL`, its database.
 */
export async function startContactService(
  folder: string,
  { origins = [], clients = [], agentsFile, interactions, tokenSeconds, databaseUrl, issuer }: ContactServiceProcessOptions = {},
): Promise<ServiceProcess> {
  const args = [
    '--folder',
    folder,
    ...origins.flatMap((origin) => ['--origin', origin]),
    ...clients.flatMap((client) => ['--client', client]),
  ];
  if (agentsFile !== undefined) args.push('--agents', agentsFile);
  if (interactions !== undefined) args.push('--interactions', String(interactions));
  if (tokenSeconds !== undefined) args.push('--token-seconds', String(tokenSeconds));
  if (issuer) args.push('--issuer', issuer.address, '--audience', issuer.audience);
  if (issuer?.client) args.push('--issuer-client', issuer.client.id);
  return await startServiceProcess('contact service', MAIN, args, {
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(issuer?.client ? { ISSUER_CLIENT_SECRET: issuer.client.secret } : {}),
  });
}
