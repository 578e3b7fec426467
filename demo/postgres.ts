import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import { ServerProcess } from './server-process.ts';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const USER = 'service';
/** The file that says where the server's own folder is. */
const PLACE = 'place';
/** The files by which a running PostgreSQL is recognised: the folder of its data is an argument. */
const POSTGRES_FILES: ServerFiles = { pidFile: 'data/postmaster.pid', configFile: 'data' };

/** How programs that take no address, as ejabberd, are told of a database. */
export interface DatabaseAccess {
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

/** Where the programs of the newest installed version are: Debian keeps them off the PATH. Elsewhere they are on it. */
function programFolder(): string {
  if (!existsSync(DEBIAN_FOLDER)) return '';
  const versions = readdirSync(DEBIAN_FOLDER)
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => b - a);
  return join(DEBIAN_FOLDER, String(versions[0]), 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export interface PostgresOptions {
  /** The folder that knows the server, so that its next start has the same data. */
  readonly folder: string;
  /** A port of this machine, for programs that use no socket; none when absent. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A private PostgreSQL, at a socket that only its own user reaches. It doesn't touch the machine's own one. */
export class Postgres {
  static async start({ folder, port, settings = {} }: PostgresOptions): Promise<Postgres> {
    const programs = programFolder();
    const user = unprivilegedUser();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const place = await placeOf(folder, user);
    await clearLeftoverServer(place, POSTGRES_FILES);
    await ownServerFolder(place);
    const password = await makeData(place, programs, user);
    const listening = port === undefined ? { listen_addresses: '' } : { listen_addresses: '127.0.0.1', port: String(port) };
    const all = { ...listening, unix_socket_directories: place, ...settings };
    const url = `postgres://${USER}@/postgres?host=${encodeURIComponent(place)}${port === undefined ? '' : `&port=${port}`}`;
    const server = new ServerProcess({
      name: 'PostgreSQL',
      command: join(programs, 'postgres'),
      args: ['-D', join(place, 'data'), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      ...(user ? { user } : {}),
      logFile: join(place, 'log'),
      pidFile: join(place, POSTGRES_FILES.pidFile),
      isAnswering: () => accepts(url),
    });
    await server.start();
    return new Postgres(place, url, { port: port ?? 0, user: USER, password }, server);
  }

  /** Where it and its data are. */
  readonly #place: string;
  /** The address of its first database, for programs that take one. */
  readonly url: string;
  readonly #access: Omit<DatabaseAccess, 'name'>;
  readonly #server: ServerProcess;

  private constructor(place: string, url: string, access: Omit<DatabaseAccess, 'name'>, server: ServerProcess) {
    this.#place = place;
    this.url = url;
    this.#access = access;
    this.#server = server;
  }

  /** Makes a database, with the tables of an SQL file if one is given. One that is there already stays as it is. */
  async database(name: string, tablesFile?: string): Promise<DatabaseAccess & { readonly url: string }> {
    const url = this.url.replace('/postgres?', `/${name}?`);
    const isNew = await withClient(this.url, async (client) => {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
      return !rowCount;
    });
    if (isNew && tablesFile !== undefined) {
      const tables = await readFile(tablesFile, 'utf8');
      await withClient(url, (client) => client.query(tables));
    }
    return { ...this.#access, name, url };
  }

  /** Ends it, and whoever is connected. */
  stop(): Promise<void> {
    return this.#server.stop('SIGINT');
  }

  /** Deletes its data, once it has ended. */
  async delete(): Promise<void> {
    await rm(this.#place, { recursive: true, force: true });
  }
}

/** Ends a PostgreSQL of a run that was killed, and deletes its data. */
export async function deletePostgres(folder: string): Promise<void> {
  const place = await readFile(join(folder, PLACE), 'utf8').catch(() => undefined);
  if (place === undefined) return;
  await clearLeftoverServer(place, POSTGRES_FILES);
  await rm(place, { recursive: true, force: true });
}

/** The server's own folder. Another user than root's, as whom it runs then, reaches none of root's folders, so that it is a temporary one there. */
async function placeOf(folder: string, user: ReturnType<typeof unprivilegedUser>): Promise<string> {
  const file = join(folder, PLACE);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined && existsSync(kept)) return kept;
  const place = user ? await mkdtemp(join(tmpdir(), 'backchannel-pg-')) : resolve(folder);
  if (user) await chown(place, user.uid, user.gid);
  await writeFile(file, place);
  return place;
}

/** Makes its data, unless it is there. @returns the password of those who come by the port */
async function makeData(place: string, programs: string, user: ReturnType<typeof unprivilegedUser>): Promise<string> {
  const data = join(place, 'data');
  const passwordFile = join(place, 'password');
  if (existsSync(data)) return readFile(passwordFile, 'utf8');
  const password = randomBytes(16).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  // What was begun and not finished isn't taken for data.
  const begun = join(place, 'begun');
  await rm(begun, { recursive: true, force: true });
  const access = ['-U', USER, '--auth-local', 'trust', '--auth-host', 'scram-sha-256', '--pwfile', passwordFile];
  const made = spawnSync(join(programs, 'initdb'), ['-D', begun, ...access, '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'], {
    cwd: place,
    ...user,
  });
  if (made.status !== 0) throw new Error(`initdb failed.\n${made.stderr?.toString() ?? ''}`, { cause: made.error });
  await rename(begun, data);
  return password;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Ending a connection that broke is an event too.
  client.on('error', () => {});
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const accepts = (url: string): Promise<boolean> => withClient(url, async () => true).catch(() => false);
