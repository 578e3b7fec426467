import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const PID_FILE = 'prosody.pid';
const OWNER_FILE = 'owner.pid';

function processOf(pid: number): { parentPid: number; command: string } | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
    return { parentPid: Number.parseInt(line, 10), command: line.replace(/^\d+\s+/, '') };
  } catch {
    // No such process, or no `ps` to ask.
    return undefined;
  }
}

async function readPid(file: string): Promise<number> {
  return Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
}

/**
 * Makes sure that no Prosody runs in the folder. One whose owner was killed outright, and so could not end it, is ended; one
 * that is in use is an error.
 */
export async function clearLeftoverProsody(folder: string): Promise<void> {
  const pid = await readPid(join(folder, PID_FILE));
  const running = pid > 1 ? processOf(pid) : undefined;
  if (running?.command.includes(join(folder, 'prosody.cfg.lua'))) {
    const owner = await readPid(join(folder, OWNER_FILE));
    if (running.parentPid === owner) {
      throw new Error(`Another run (process ${owner}) is using ${folder}. Stop it first.`);
    }
    process.kill(pid, 'SIGKILL');
    while (processOf(pid)) await delay(20);
  }
  await rm(join(folder, PID_FILE), { force: true });
}

/** Notes that this process looks after the folder's Prosody. */
export async function ownProsodyFolder(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER_FILE), String(process.pid));
}
