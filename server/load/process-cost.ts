import { readFile } from 'node:fs/promises';

/** What processes have cost so far, together. */
export interface ProcessCost {
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

/** Ticks of the kernel's clock in a second, as Linux tells user space. */
const TICKS = 100;
const PAGE_BYTES = 4_096;

/** Reads it from Linux's /proc. @returns undefined where there is none, or one of the processes has ended */
export async function costOf(pids: readonly number[]): Promise<ProcessCost | undefined> {
  try {
    const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8')));
    // The name of a process, the second field, is in brackets and may have spaces.
    const fields = stats.map((stat) =>
      stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number),
    );
    const sum = (at: number) => fields.reduce((total, one) => total + (one[at] ?? 0), 0);
    return { cpuSeconds: (sum(11) + sum(12)) / TICKS, memoryMb: Math.round((sum(21) * PAGE_BYTES) / 1_048_576) };
  } catch {
    return undefined;
  }
}
