import { fork } from 'node:child_process';
import * as v from 'valibot';
import { bundleProgram } from './program-bundle.ts';

const STOP_TIMEOUT_MS = 5_000;

const report = v.variant('state', [
  v.object({ state: v.literal('listening'), address: v.string() }),
  v.object({ state: v.literal('ready') }),
]);

/** A demo's service in a process of its own. */
export interface ServiceProcess {
  readonly pid: number;
  readonly address: string;
  /** Resolves when the database is open and filled. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a service in a process of its own, which ends with this one; resolves when it listens.
 *
 * @param name As messages call it: "contact service"
 * @param more Further variables of its environment
 */
export async function startServiceProcess(
  name: string,
  main: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const program = await bundleProgram(main);
  // The child has its own process group, so that Ctrl-C in a terminal reaches this process alone, which then ends the child in order.
  const env = { ...process.env, ...more };
  const child = fork(program, [...args], { execArgv: ['--enable-source-maps'], detached: true, env });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let becomeReady = (): void => {};
  let isReady = false;
  const ready = new Promise<void>((resolve) => (becomeReady = resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The ${name} did not start; its message is above.`)));
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
