import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentOf } from './process-parent.ts';

const OWNER_FILE = 'owner.pid';

/** The files by which a server's process is recognised: its PID file, and the configuration that it was started with. Both are in its folder. */
export interface ServerFiles {
  readonly pidFile: string;
  readonly configFile: string;
}

async function readPid(file: string): Promise<number> {
  return Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
}

/**
 * Makes sure that no such server runs in the folder. A server whose owner was killed by SIGKILL, and couldn't end it, is ended. A server whose owner
 * still runs is an error.
 */
export async function clearLeftoverServer(folder: string, files: ServerFiles): Promise<void> {
  const pidFile = join(folder, files.pidFile);
  const configFile = join(folder, files.configFile);
  const pid = await readPid(pidFile);
  const parent = pid > 1 ? parentOf(pid, configFile) : undefined;
  if (parent !== undefined) {
    const owner = await readPid(join(folder, OWNER_FILE));
    if (parent === owner) throw new Error(`Another run (process ${owner}) is using ${folder}. Stop it first.`);
    process.kill(pid, 'SIGKILL');
    while (parentOf(pid, configFile) !== undefined) await delay(20);
  }
  await rm(pidFile, { force: true });
}

/** Records that this process is the owner of the folder's server. */
export async function ownServerFolder(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER_FILE), String(process.pid));
}
