import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { writeAccounts, type ProsodyAccount } from './prosody-accounts.ts';
import { groupsFile, prosodyConfig, type RosterGroup } from './prosody-config.ts';
import { clearLeftoverProsody, CONFIG_FILE, ownProsodyFolder, PID_FILE } from './prosody-leftover.ts';

export interface ProsodyOptions {
  /** Holds everything that this server writes; its data is kept from run to run. */
  readonly folder: string;
  /** Accounts to have; those that exist already stay as they are. */
  readonly accounts: readonly ProsodyAccount[];
  readonly groups: readonly RosterGroup[];
  readonly hibernationSeconds?: number;
  readonly stanzaSizeLimit?: number;
  readonly scramIterations?: number;
  readonly pluginFolders?: readonly string[];
  readonly extraModules?: readonly string[];
  readonly extraConfig?: string;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

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
 * A Prosody of our own: a child process with its configuration, data, log and ports in one folder, untouched by and not
 * touching a Prosody of the machine. It ends with this process, however this process ends (save by SIGKILL; the next start
 * then clears up).
 */
export class Prosody {
  /** Starts the server; resolves when it accepts connections. Ports are kept from run to run when they are still free. */
  static async start(options: ProsodyOptions): Promise<Prosody> {
    const folder = resolve(options.folder);
    const dataFolder = join(folder, 'data');
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    const configFile = join(folder, CONFIG_FILE);
    const pidFile = join(folder, PID_FILE);
    await clearLeftoverProsody(folder);
    await ownProsodyFolder(folder);

    const ports = await choosePorts(join(folder, 'ports.json'));
    const scramIterations = options.scramIterations ?? 10_000;
    const logFile = join(folder, 'prosody.log');
    const groups = join(folder, 'groups.txt');
    await writeAccounts(dataFolder, options.accounts, scramIterations);
    await writeFile(groups, groupsFile(options.groups));
    await writeFile(
      configFile,
      prosodyConfig({
        folder, dataFolder, logFile, pidFile, groupsFile: groups, scramIterations,
        tcpPort: ports.tcp,
        httpPort: ports.http,
        hibernationSeconds: options.hibernationSeconds ?? 600,
        stanzaSizeLimit: options.stanzaSizeLimit ?? 256 * 1024,
        pluginFolders: (options.pluginFolders ?? []).map((path) => resolve(path)),
        extraModules: options.extraModules ?? [],
        extraConfig: options.extraConfig ?? '',
      }), // prettier-ignore
      { mode: 0o600 },
    );
    const prosody = new Prosody(configFile, logFile, ports);
    await prosody.#run();
    return prosody;
  }

  /** RFC 7395's endpoint. */
  readonly websocket: string;
  /** RFC 6120's, `host:port`. */
  readonly tcp: string;
  /** The origin of its HTTP server, for modules of one's own. */
  readonly http: string;
  /** The port of both `websocket` and `http`. */
  readonly httpPort: number;

  readonly #configFile: string;
  readonly #pidFile: string;
  readonly #logFile: string;
  readonly #ports: { tcp: number; http: number };
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  readonly #killAtExit = () => void this.#child?.kill('SIGKILL');

  private constructor(configFile: string, logFile: string, ports: { tcp: number; http: number }) {
    this.#configFile = configFile;
    this.#pidFile = join(dirname(configFile), PID_FILE);
    this.#logFile = logFile;
    this.#ports = ports;
    this.httpPort = ports.http;
    this.websocket = `ws://127.0.0.1:${ports.http}/xmpp-websocket`;
    this.tcp = `127.0.0.1:${ports.tcp}`;
    this.http = `http://127.0.0.1:${ports.http}`;
  }

  /** Ends the server: politely, and after some seconds for good. SIGKILL at once is how a test has it crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Starts the same server again, at the same ports, after `stop`. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#run();
  }

  async #run(): Promise<void> {
    const log = openSync(this.#logFile, 'a', 0o600);
    // Its own process group: Ctrl-C in a terminal reaches us alone, and we end it in order.
    const child = spawn('prosody', ['--config', this.#configFile], { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    this.#child = child;
    process.once('exit', this.#killAtExit);

    let failure: Error | undefined;
    this.#ended = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        failure = error;
        resolve();
      });
      child.once('exit', () => resolve());
    }).then(() => {
      process.off('exit', this.#killAtExit);
      this.#child = undefined;
    });

    const deadline = Date.now() + START_TIMEOUT_MS;
    // Without its PID file, a Prosody whose owner is killed would not be found again.
    const isStarted = async () => existsSync(this.#pidFile) && (await isListening(this.#ports.tcp)) && (await isListening(this.#ports.http));
    while (!(await isStarted())) {
      if (!this.#child) throw new Error(`Prosody did not start.\n${await this.#logTail()}`, { cause: failure });
      if (Date.now() > deadline) {
        await this.stop();
        throw new Error(`Prosody accepts no connections.\n${await this.#logTail()}`);
      }
      await delay(20);
    }
  }

  async #logTail(): Promise<string> {
    const log = await readFile(this.#logFile, 'utf8').catch(() => '');
    return `${log.split('\n').slice(-15).join('\n')}\n(the whole log: ${this.#logFile})`;
  }
}

async function choosePorts(file: string): Promise<{ tcp: number; http: number }> {
  const kept: unknown = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const preferred = (name: string): number => {
    const port: unknown = typeof kept === 'object' && kept ? Reflect.get(kept, name) : undefined;
    return typeof port === 'number' ? port : 0;
  };
  const tcp = await findFreePort(preferred('tcp'));
  let http = await findFreePort(preferred('http'));
  while (http === tcp) http = await findFreePort();
  await writeFile(file, JSON.stringify({ tcp, http }));
  return { tcp, http };
}
