import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptPorts } from './kept-ports.ts';
import { clearLeftoverServer, ownServerFolder, type ServerFiles } from './leftover-server.ts';
import { writeAccounts } from './prosody-accounts.ts';
import { groupsFile, prosodyConfig, type SsoIssuer } from './prosody-config.ts';
import type { RosterGroup, ServerAccount } from './server-accounts.ts';
import type { ComponentConfig } from './server-neighbours.ts';
import { ServerProcess } from './server-process.ts';
import type { Turn } from './turn.ts';

export interface ProsodyOptions {
  /** The folder of everything that this server writes. Its data is kept from run to run. */
  readonly folder: string;
  /** Accounts that are created unless they exist already. */
  readonly accounts: readonly ServerAccount[];
  readonly groups: readonly RosterGroup[];
  /** The virtual host where contacts sign in as anonymous guests; none when absent. */
  readonly guestHost?: string;
  /** The TURN server that relays calls of agents and guests. */
  readonly turn?: Turn;
  /** Programs that connect as components, as an availability hub does. */
  readonly components?: ComponentConfig;
  /** The issuer of the organisation's tokens, which agents may sign in by beside their passwords. */
  readonly sso?: SsoIssuer;
  readonly hibernationSeconds?: number;
  readonly stanzaSizeLimit?: number;
  readonly scramIterations?: number;
  readonly pluginFolders?: readonly string[];
  readonly extraModules?: readonly string[];
  readonly extraConfig?: string;
}

/** The files by which a running Prosody is recognised. */
export const PROSODY_FILES: ServerFiles = { pidFile: 'prosody.pid', configFile: 'prosody.cfg.lua' };
const OWN_MODULES = fileURLToPath(new URL('../server/prosody', import.meta.url));

/** Whether something accepts connections at a port of 127.0.0.1. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * A private Prosody: a child process with its configuration, data, log and ports in one folder. It doesn't touch the machine's own Prosody. It ends
 * with this process, unless this process is killed by SIGKILL; then the next start ends it.
 */
export class Prosody {
  /** Starts the server; resolves when it accepts connections. It takes the ports of the last run if they are still free. */
  static async start(options: ProsodyOptions): Promise<Prosody> {
    const folder = resolve(options.folder);
    const dataFolder = join(folder, 'data');
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const configFile = join(folder, PROSODY_FILES.configFile);
    const pidFile = join(folder, PROSODY_FILES.pidFile);
    await clearLeftoverServer(folder, PROSODY_FILES);
    await ownServerFolder(folder);

    const ports = await keptPorts(join(folder, 'ports.json'), ['tcp', 'http']);
    const scramIterations = options.scramIterations ?? 10_000;
    const logFile = join(folder, 'prosody.log');
    const groups = join(folder, 'groups.txt');
    await writeAccounts(dataFolder, options.accounts, scramIterations);
    await writeFile(groups, groupsFile(options.groups));
    await writeFile(
      configFile,
      prosodyConfig({
        folder,
        dataFolder,
        logFile,
        pidFile,
        groupsFile: groups,
        scramIterations,
        tcpPort: ports.tcp,
        httpPort: ports.http,
        guestHost: options.guestHost,
        turn: options.turn,
        components: options.components,
        sso: options.sso,
        hibernationSeconds: options.hibernationSeconds ?? 60,
        stanzaSizeLimit: options.stanzaSizeLimit ?? 256 * 1024,
        pluginFolders: [OWN_MODULES, ...(options.pluginFolders ?? []).map((path) => resolve(path))],
        extraModules: options.extraModules ?? [],
        extraConfig: options.extraConfig ?? '',
      }),
      { mode: 0o600 },
    );
    const server = new ServerProcess({
      name: 'Prosody',
      command: 'prosody',
      args: ['--config', configFile],
      logFile,
      pidFile,
      isAnswering: async () => (await isListening(ports.tcp)) && (await isListening(ports.http)),
    });
    await server.start();
    return new Prosody(server, ports);
  }

  /** The WebSocket endpoint (RFC 7395). */
  readonly websocket: string;
  /** The TCP endpoint (RFC 6120) as `host:port`. */
  readonly tcp: string;
  /** The origin of its HTTP server, for one's own modules. */
  readonly http: string;
  /** The port of both `websocket` and `http`. */
  readonly httpPort: number;

  readonly #server: ServerProcess;

  private constructor(server: ServerProcess, ports: { tcp: number; http: number }) {
    this.#server = server;
    this.httpPort = ports.http;
    this.websocket = `ws://127.0.0.1:${ports.http}/xmpp-websocket`;
    this.tcp = `127.0.0.1:${ports.tcp}`;
    this.http = `http://127.0.0.1:${ports.http}`;
  }

  /** Ends the server by SIGTERM, and after some seconds by SIGKILL. Tests pass SIGKILL to let it crash. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    return this.#server.stop(signal);
  }

  /** Starts the server again after `stop`, at the same ports. */
  async restart(): Promise<void> {
    await this.#server.stop();
    await this.#server.start();
  }
}
