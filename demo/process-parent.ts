import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The PID of the process's parent, if the process was started with the argument. A zombie, whose arguments can't be read, has none. */
export function parentOf(pid: number, argument: string): number | undefined {
  try {
    if (existsSync('/proc/self/status')) {
      // A minimal Debian lacks `ps`.
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument)) return undefined;
      return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    }
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return line.includes(argument) ? Number.parseInt(line, 10) : undefined;
  } catch {
    // There is no such process.
    return undefined;
  }
}
