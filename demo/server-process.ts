import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

export interface ServerProcessOptions {
  /** The server's name in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The user that it runs as; this process's when absent. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Variables of its environment, beside this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** The file that its output goes to. */
  readonly logFile: string;
  /** The server writes this file itself. By it, a server is found again whose owner was killed. */
  readonly pidFile: string;
  /** Whether the server answers requests now. */
  readonly isAnswering: () => Promise<boolean>;
}

/** A server as a child process. It ends with this process, unless this process is killed by SIGKILL (see `clearLeftoverServer`). */
export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  readonly #killAtExit = () => void this.#child?.kill('SIGKILL');

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  /** Ends the server by SIGTERM, or as it wants to be asked, and after some seconds by SIGKILL. */
  async stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Stops its work without ending it: its connections stay open, and nothing is answered. `stop` ends it by SIGKILL then. */
  hang(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Starts the server; resolves when it answers. An error contains the end of its log. */
  async start(): Promise<void> {
    const { name, command, args, user, env, logFile, pidFile, isAnswering } = this.#options;
    const log = openSync(logFile, 'a', 0o600);
    // The server has its own process group, so that Ctrl-C in a terminal reaches this process alone, which then ends the server in order.
    const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true, env: { ...process.env, ...env }, ...user });
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
    while (!(existsSync(pidFile) && (await isAnswering()))) {
      if (!this.#child) throw new Error(`${name} did not start.\n${await this.#logTail()}`, { cause: failure });
      if (Date.now() > deadline) {
        await this.stop();
        throw new Error(`${name} does not answer.\n${await this.#logTail()}`);
      }
      await delay(20);
    }
  }

  async #logTail(): Promise<string> {
    const { logFile } = this.#options;
    const log = await readFile(logFile, 'utf8').catch(() => '');
    return `${log.split('\n').slice(-15).join('\n')}\n(the whole log: ${logFile})`;
  }
}
