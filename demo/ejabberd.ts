import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ejabberdConfig } from './ejabberd-config.ts';
import { findFreePort } from './free-port.ts';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import type { ProsodyAccount } from './prosody-accounts.ts';
import type { RosterGroup } from './prosody-config.ts';
import { ServerProcess } from './server-process.ts';

export interface EjabberdOptions {
  /** The folder of everything that this server writes. */
  readonly folder: string;
  readonly accounts: readonly ProsodyAccount[];
  readonly groups: readonly RosterGroup[];
  readonly resumeSeconds?: number;
}

/** Where Debian's package has the server's code, beside Erlang's own. */
const ERL_LIBS = '/usr/lib/x86_64-linux-gnu';
const EJABBERD_FILES: ServerFiles = { pidFile: 'ejabberd.pid', configFile: 'ejabberd.yml' };

/**
 * A private ejabberd: one Erlang node with its configuration, database, log and port in one folder. It is part of no cluster, so that it needs no name and
 * no port mapper, and it doesn't touch the machine's own ejabberd.
 */
export class Ejabberd {
  /** Starts the server, and creates accounts and groups; resolves when it accepts connections. */
  static async start({ folder: given, accounts, groups, resumeSeconds = 60 }: EjabberdOptions): Promise<Ejabberd> {
    const folder = resolve(given);
    await mkdir(join(folder, 'db'), { recursive: true, mode: 0o700 });
    await clearLeftoverServer(folder, EJABBERD_FILES);
    await ownServerFolder(folder);
    const httpPort = await findFreePort();
    const configFile = join(folder, EJABBERD_FILES.configFile);
    await writeFile(configFile, ejabberdConfig({ httpPort, resumeSeconds }), { mode: 0o600 });
    const logFile = join(folder, 'ejabberd.log');
    const pidFile = join(folder, EJABBERD_FILES.pidFile);
    const websocketPage = `http://127.0.0.1:${httpPort}/xmpp-websocket`;
    const server = new ServerProcess({
      name: 'ejabberd',
      command: 'erl',
      args: ['-noinput', '+K', 'true', '-mnesia', 'dir', JSON.stringify(join(folder, 'db')), '-s', 'ejabberd'],
      env: { ERL_LIBS, EJABBERD_CONFIG_PATH: configFile, EJABBERD_LOG_PATH: logFile, EJABBERD_PID_PATH: pidFile, HOME: folder },
      logFile: join(folder, 'erlang.log'),
      pidFile,
      isAnswering: () =>
        fetch(websocketPage).then(
          () => true,
          () => false,
        ),
    });
    await server.start();
    const ejabberd = new Ejabberd(server, httpPort);
    await ejabberd.#addAccounts(accounts, groups);
    return ejabberd;
  }

  /** The WebSocket endpoint (RFC 7395). */
  readonly websocket: string;

  private constructor(
    readonly server: ServerProcess,
    private readonly httpPort: number,
  ) {
    this.websocket = `ws://127.0.0.1:${httpPort}/xmpp-websocket`;
  }

  /** Ends the server by SIGTERM, and after some seconds by SIGKILL. Tests pass SIGKILL to let it crash. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return this.server.stop(signal);
  }

  /** Starts the server again after `stop`, at the same port. */
  async restart(): Promise<void> {
    await this.server.stop();
    await this.server.start();
  }

  async #addAccounts(accounts: readonly ProsodyAccount[], groups: readonly RosterGroup[]): Promise<void> {
    for (const { username, password } of accounts) await this.#call('register', { user: username, host: 'localhost', password });
    for (const { name, members } of groups) {
      await this.#call('srg_create', { group: name, host: 'localhost', label: name, description: '', display: name });
      for (const { jid } of members) {
        const [user = ''] = jid.split('@');
        await this.#call('srg_user_add', { user, host: 'localhost', group: name, grouphost: 'localhost' });
      }
    }
  }

  /** Gives a command of ejabberd's (mod_http_api). */
  async #call(command: string, given: Readonly<Record<string, string>>): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.httpPort}/api/${command}`, { method: 'POST', body: JSON.stringify(given) });
    if (!response.ok && response.status !== 409)
      throw new Error(`ejabberd answered ${response.status} to ${command}: ${await response.text()}`);
  }
}
