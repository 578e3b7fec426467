import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const MAIN = fileURLToPath(new URL('crm/service/main.ts', import.meta.url));
const STOP_TIMEOUT_MS = 5_000;

const report = v.variant('state', [
  v.object({ state: v.literal('listening'), address: v.string() }),
  v.object({ state: v.literal('ready') }),
]);

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
}

export interface ContactServiceProcess {
  readonly pid: number;
  readonly address: string;
  /** Resolves when the database is open and filled. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the contact service in a process of its own, which ends with this one; resolves when it listens. The folder holds the service's secret and,
 * without `DATABASE_URL`, its database.
 */
export async function startContactService(
  folder: string,
  { origins = [], clients = [], agentsFile, interactions, tokenSeconds, databaseUrl }: ContactServiceProcessOptions = {},
): Promise<ContactServiceProcess> {
  const args = [
    '--folder',
    folder,
    ...origins.flatMap((origin) => ['--origin', origin]),
    ...clients.flatMap((client) => ['--client', client]),
  ];
  if (agentsFile !== undefined) args.push('--agents', agentsFile);
  if (interactions !== undefined) args.push('--interactions', String(interactions));
  if (tokenSeconds !== undefined) args.push('--token-seconds', String(tokenSeconds));
  // The child has its own process group, so that Ctrl-C in a terminal reaches this process alone, which then ends the child in order.
  const env = databaseUrl === undefined ? process.env : { ...process.env, DATABASE_URL: databaseUrl };
  const child = fork(MAIN, args, { execArgv: ['--import', 'tsx'], detached: true, env });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let becomeReady = (): void => {};
  let isReady = false;
  const ready = new Promise<void>((resolve) => (becomeReady = resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The contact service did not start; its message is above.')));
    child.on('message', (message) => {
      const { output, success } = v.safeParse(report, message);
      if (!success) return;
      if (output.state === 'listening') return resolve(output.address);
      isReady = true;
      becomeReady();
    });
  });
  return {
    pid: child.pid ?? 0,
    address,
    ready,
    async stop() {
      // While it fills the database it can't react to SIGTERM. It is killed then, and fills the database anew at the next start.
      child.kill(isReady ? 'SIGTERM' : 'SIGKILL');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
