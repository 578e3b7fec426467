import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentOf } from './process-parent.ts';

export const PID_FILE = 'prosody.pid';
export const CONFIG_FILE = 'prosody.cfg.lua';
const OWNER_FILE = 'owner.pid';

async function readPid(file: string): Promise<number> {
  return Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
}

/**
 * Makes sure that no Prosody runs in the folder. One whose owner was killed outright, and so could not end it, is ended; one
 * that is in use is an error.
 */
export async function clearLeftoverProsody(folder: string): Promise<void> {
  const pid = await readPid(join(folder, PID_FILE));
  const configFile = join(folder, CONFIG_FILE);
  const parent = pid > 1 ? parentOf(pid, configFile) : undefined;
  if (parent !== undefined) {
    const owner = await readPid(join(folder, OWNER_FILE));
    if (parent === owner) throw new Error(`Another run (process ${owner}) is using ${folder}. Stop it first.`);
    process.kill(pid, 'SIGKILL');
    while (parentOf(pid, configFile) !== undefined) await delay(20);
  }
  await rm(join(folder, PID_FILE), { force: true });
}

/** Notes that this process looks after the folder's Prosody. */
export async function ownProsodyFolder(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER_FILE), String(process.pid));
}
