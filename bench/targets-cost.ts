import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import * as v from 'valibot';
import { type Measure, measure } from './measure.ts';

const SIZES = [500, 50_000] as const;
/** A day of 300 agents, five times as fast: they all sign in within a quarter of a minute, and work for a minute. */
const DAY = ['--start', 'ejabberd', '--agents', '300', '--storm', '15', '--seconds', '60', '--speed', '5'];

const cost = v.object({ cpuMsOfSigningIn: v.number(), cpuMsPerSecond: v.number() });
const sum = v.object({ failed: v.number(), perAgent: v.object({ server: cost, hub: cost }) });

/** What one agent costs the servers, in milliseconds of a processor, where the organization has so many targets. */
async function costBeside(targets: number): Promise<number> {
  const args = ['--import', 'tsx', 'server/load/main.ts', ...DAY, '--targets', String(targets)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) last = line;
  await ended;
  const { failed, perAgent } = v.parse(sum, JSON.parse(last));
  if (failed > 0) throw new Error(`${failed} agents failed`);
  const costs = [perAgent.server, perAgent.hub].map(({ cpuMsOfSigningIn, cpuMsPerSecond }) => cpuMsOfSigningIn + 60 * cpuMsPerSecond);
  return costs.reduce((all, one) => all + one, 0);
}

/** Measures whether an agent costs the messaging server and the hub more where the organization has more targets. */
export async function measureTargetsCost(): Promise<readonly Measure[]> {
  const costs: number[] = [];
  for (const size of SIZES) costs.push(await costBeside(size));
  return [
    measure('server and hub: an agent’s cost beside 50,000 targets to that beside 500', (costs[1] ?? NaN) / (costs[0] ?? NaN), '×', 1.1),
  ];
}
