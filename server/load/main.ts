import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ProcessCost, costOf } from './process-cost.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { WorkingDay } from './working-day.ts';

/* `npm run load`: many agents at one messaging server, to size a deployment by. docs/deploying.md is the guide. */

const HELP = `npm run -s load -- --agents N (--start prosody|ejabberd | --service ADDRESS --password TEXT) [options]

  --agents N         how many agents (default: 50)
  --start NAME       starts this messaging server for it, with its accounts and an availability hub, on this machine
  --targets N        with --start: how many agents the organization has, those who sign in among them (default: as many as sign in)
  --service ADDRESS  or takes this one, a ws: or wss: address
  --domain HOST      its host (default: localhost)
  --user PATTERN     its accounts, % stands for the number of each (default: load%)
  --password TEXT    their password
  --hub HOST         its availability hub (default: none)
  --storm SECONDS    within how many seconds all sign in (default: 60)
  --seconds N        how long it goes on once all have signed in (default: 120)
  --speed N          how many times as fast as a real day (default: 1)
  --pids N,N         reports what these processes cost too; those of --start are known

A report is one line of JSON, each second: who is online; what was done since the line before (signedIn, resumed, failed, lost, in, out, ims); the times
of receipts, of a hub's answers and of signing in (ms: p50, p95); this process's memory and the servers' cost. The last line sums up.
`;

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '50' },
    start: { type: 'string' },
    targets: { type: 'string', default: '1' },
    service: { type: 'string' },
    domain: { type: 'string', default: 'localhost' },
    user: { type: 'string', default: 'load%' },
    password: { type: 'string', default: 'load' },
    hub: { type: 'string' },
    storm: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '120' },
    speed: { type: 'string', default: '1' },
    pids: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'agents' | 'storm' | 'seconds' | 'speed' | 'targets'): number {
  const number = Number(values[name]);
  if (!Number.isFinite(number) || number <= 0) throw new Error(`--${name} ${values[name]}: not a number above 0.`);
  return number;
}

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(HELP);
  const agents = Math.floor(numberOf('agents'));
  const [stormMs, speed, seconds] = [numberOf('storm') * 1_000, numberOf('speed'), numberOf('seconds')];
  const { start, service, domain, user, password } = values;
  if ((start === undefined) === (service === undefined)) throw new Error(`Either --start or --service.\n\n${HELP}`);
  const userOf = (index: number) => user.replace('%', String(index));
  const own =
    start === undefined
      ? undefined
      : await startOwnServer(
          start,
          Array.from({ length: agents }, (_, index) => userOf(index)),
          password,
          numberOf('targets'),
        );
  const hub = own?.hub ?? values.hub;
  const day = new WorkingDay({ websocket: own?.websocket ?? service ?? '', domain, agents, userOf, password, hub, stormMs, speed });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const pids = values.pids.split(',').filter(Boolean).map(Number);
  try {
    await run(day, own, pids, { seconds, signal: stop.signal, agents });
  } finally {
    await day.end();
    await own?.stop();
  }
}

interface Run {
  /** How long it goes on once all have signed in. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly agents: number;
}

/** Reports each second until the time is over. */
async function run(day: WorkingDay, own: OwnServer | undefined, pids: readonly number[], { seconds, signal, agents }: Run): Promise<void> {
  const watched = { server: [...(own?.serverPids() ?? []), ...pids], hub: own?.hubPids ?? [] };
  const costs = async () => ({ server: await costOf(watched.server), hub: await costOf(watched.hub) });
  const from = performance.now();
  const atStart = await costs();
  let last = atStart;
  let afterStorm: { readonly costs: typeof atStart; readonly at: number } | undefined;
  const sums = { signedIn: 0, failed: 0, ims: 0 };
  day.begin();
  while (!signal.aborted && !(afterStorm && performance.now() - afterStorm.at >= seconds * 1_000)) {
    await pause(1_000, undefined, { signal }).catch(() => undefined);
    const now = await costs();
    const report = day.report();
    for (const name of ['signedIn', 'failed', 'ims'] as const) sums[name] += report[name];
    if (report.arrived === agents) afterStorm ??= { costs: now, at: performance.now() };
    write({
      second: Math.round((performance.now() - from) / 1_000),
      ...report,
      ownMemoryMb: Math.round(process.memoryUsage().rss / 1_048_576),
      server: between(last.server, now.server),
      hub: between(last.hub, now.hub),
    });
    last = now;
  }
  const workedSeconds = Math.max(1, (performance.now() - (afterStorm?.at ?? from)) / 1_000);
  const each = (name: 'server' | 'hub') => {
    const [first, storm, end] = [atStart[name], afterStorm?.costs[name], last[name]];
    if (!first || !storm || !end) return undefined;
    return {
      cpuMsOfSigningIn: round(((storm.cpuSeconds - first.cpuSeconds) * 1_000) / agents),
      cpuMsPerSecond: round(((end.cpuSeconds - storm.cpuSeconds) * 1_000) / workedSeconds / agents),
      memoryKb: Math.round(((end.memoryMb - first.memoryMb) * 1_024) / agents),
    };
  };
  write({ agents, ...sums, workedSeconds: Math.round(workedSeconds), perAgent: { server: each('server'), hub: each('hub') } });
}

/** What was used of a processor since, in hundredths of one, and the memory now. */
function between(before: ProcessCost | undefined, now: ProcessCost | undefined) {
  return before && now ? { cpuPercent: Math.round((now.cpuSeconds - before.cpuSeconds) * 100), memoryMb: now.memoryMb } : undefined;
}

function round(number: number): number {
  return Math.round(number * 1_000) / 1_000;
}

function write(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
