import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The parent of the process, if that is one that was started with the argument. A dead one that nobody has collected was not. */
export function parentOf(pid: number, argument: string): number | undefined {
  try {
    if (existsSync('/proc/self/status')) {
      // A minimal Debian is without `ps`.
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument)) return undefined;
      return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    }
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return line.includes(argument) ? Number.parseInt(line, 10) : undefined;
  } catch {
    // No such process.
    return undefined;
  }
}
