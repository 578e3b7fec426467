import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_AGENTS } from '../../agents.ts';
import { parseAgentsFile } from '../../demo-info.ts';
import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { parseClients } from './oauth-clients.ts';
import { ORGANIZATION_OPTIONS, organizationOf } from './organization-options.ts';
import { openPgDatabase } from './pg-database.ts';
import { runService } from './run-service.ts';
import { countContacts, seed } from './seed.ts';
import { makeContactService } from './service.ts';
import { makeSecret } from './signing-secret.ts';

/*
 * The contact service as a process of its own, so that its work doesn't slow down the demo's pages. `npm run demo` starts it. To start it by hand:
 *
 *     [DATABASE_URL=postgres://…] npx tsx demo/crm/service/main.ts --folder FOLDER [--host ADDRESS] [--port N] [--origin ORIGIN]… [--client ID=REDIRECT-URI]…
 *                                     [--agents FILE] [--contacts N] [--interactions N] [--token-seconds N]
 *                                     [--issuer ADDRESS --audience NAME [--claim NAME] [--issuer-client ID]]
 *
 * An empty database is filled first; until that is done, requests are answered by 503. With `--issuer`, tokens of that OpenID Connect issuer are taken
 * too: signed ones, or with `--issuer-client` (its secret in ISSUER_CLIENT_SECRET) those that the issuer says are good.
 */

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    origin: { type: 'string', multiple: true, default: [] },
    client: { type: 'string', multiple: true, default: [] },
    'token-seconds': { type: 'string', default: '900' },
    agents: { type: 'string' },
    contacts: { type: 'string', default: '1000' },
    interactions: { type: 'string', default: '100000' },
    ...ORGANIZATION_OPTIONS,
  },
});

async function main(): Promise<void> {
  const { folder } = values;
  if (folder === undefined) throw new Error('--folder says where the secret is kept, and the embedded database.');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const demoAgents = values.agents === undefined ? DEMO_AGENTS : parseAgentsFile(await readFile(values.agents, 'utf8'));
  const agents = demoAgents.map(({ jid, name, password, groups }) => ({ id: jid, name, password, teams: groups }));
  const seedOptions = { agents, contacts: Number(values.contacts), interactions: Number(values.interactions) };

  const openDatabase = async (): Promise<Database> => {
    const url = process.env.DATABASE_URL;
    if (!url) return await openEmbeddedDatabase(folder, { migrate, fill: (made) => seed(made, seedOptions) });
    const patient = await openPgDatabase(url, { statementTimeoutMs: 0 });
    await migrate(patient);
    if ((await countContacts(patient)) === 0) await seed(patient, seedOptions);
    await patient.close();
    return await openPgDatabase(url);
  };

  await runService({
    title: 'Contact service',
    host: values.host,
    port: Number(values.port),
    make: async (given) =>
      makeContactService({
        ...given,
        secret: await makeSecret(join(folder, 'secret')),
        agents,
        organization: organizationOf(values, (address) => agents.find(({ id }) => id === address)),
        origins: values.origin,
        clients: parseClients(values.client),
        tokenLifetimeSeconds: Number(values['token-seconds']),
      }),
    openDatabase,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
