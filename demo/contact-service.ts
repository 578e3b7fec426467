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
  /** Pages of which origins may ask. */
  readonly origins?: readonly string[];
  /** Programs that agents sign in with, as `ID=REDIRECT-URI`. */
  readonly clients?: readonly string[];
  /** How long a token lasts. */
  readonly tokenSeconds?: number;
  /** The accounts, where they aren't the demo's. */
  readonly agentsFile?: string;
  /** How many to fill a new database with. */
  readonly interactions?: number;
  /** A PostgreSQL of that address in place of the folder's own. */
  readonly databaseUrl?: string;
}

export interface ContactServiceProcess {
  readonly pid: number;
  readonly address: string;
  /** Resolves when the database is filled and open. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the contact service in a process of its own, which ends with this one; resolves when it listens. Its folder holds its
 * secret and, without `DATABASE_URL`, its database.
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
  // Its own process group: Ctrl-C in a terminal reaches us alone, and we end it in order.
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
      // In the midst of filling it hears nothing, and begins anew next time.
      child.kill(isReady ? 'SIGTERM' : 'SIGKILL');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
