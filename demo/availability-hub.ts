import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { HubConfigInput } from '../server/hub/config.ts';
import { bundleProgram } from './program-bundle.ts';

const MAIN = fileURLToPath(new URL('../server/hub/main.ts', import.meta.url));
const STOP_TIMEOUT_MS = 5_000;

const report = v.object({ state: v.literal('listening'), address: v.string() });

export interface AvailabilityHubProcess {
  readonly pid: number;
  /** Where it serves health, metrics and the states that an ACD brings. */
  readonly address: string;
  /** Ends it by SIGTERM. Tests pass SIGKILL to let it crash, and SIGSTOP to let it hang. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

/** Starts an availability hub in a process of its own, which ends with this one; resolves when it listens. */
export async function startAvailabilityHub(folder: string, config: HubConfigInput): Promise<AvailabilityHubProcess> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${config.jid}.json`);
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  const program = await bundleProgram(MAIN);
  // The child has its own process group, so that Ctrl-C in a terminal reaches this process alone, which then ends the child in order.
  const child = fork(program, ['--config', file], { execArgv: ['--enable-source-maps'], detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The availability hub did not start; its message is above.')));
    child.on('message', (message) => {
      const { output, success } = v.safeParse(report, message);
      if (success) resolve(output.address);
    });
  });
  return {
    pid: child.pid ?? 0,
    address,
    signal: (signal) => void child.kill(signal),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
