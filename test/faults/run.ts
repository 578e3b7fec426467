import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Ejabberd, type EjabberdOptions } from '../../demo/ejabberd.ts';
import { clearEjabberdCluster, startEjabberdCluster } from '../../demo/ejabberd-cluster.ts';
import { Prosody, type ProsodyOptions } from '../../demo/prosody.ts';
import { disagreements } from './agreement.ts';
import { bundleBrowserThread } from './bundle.ts';
import { Random } from './random.ts';
import { scheduleOf } from './schedule.ts';
import { type Account, Story } from './story.ts';

/*
 * `npm run faults -- --runs N --seed S`: random schedules of what agents do and of what goes wrong meanwhile, at a real server. When everything is
 * mended, no message may be lost, doubled or out of order, and all browsers must agree. The same seed makes the same schedules; what the machine and
 * the server make of them may differ from run to run. `--only I` runs the schedule of that number. The servers are prosody, ejabberd, and cluster:
 * an ejabberd of several nodes, which die and hang one at a time. With `--no-calls` nobody calls.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    seed: { type: 'string' },
    only: { type: 'string' },
    server: { type: 'string', default: 'prosody' },
    nodes: { type: 'string', default: '2' },
    'at-once': { type: 'string', default: '15' },
    'no-calls': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
/** Two ends agree this long after everything is mended. */
const AGREE_WITHIN_MS = 60_000;
/** Two sides agree within half a minute of both being back (protocol.md). */
const SLOW_MS = 20_000;
const LOOK_EVERY_MS = 500;
type Server = Prosody | Ejabberd;
const SERVERS = ['prosody', 'ejabberd', 'cluster'] as const;
type ServerName = (typeof SERVERS)[number];
const AGENTS = ['Anna', 'Ben', 'Cora'] as const;

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 20));
const numbers = values.only === undefined ? Array.from({ length: Number(values.runs) }, (_, index) => index) : [Number(values.only)];
const atOnce = Number(values['at-once']);

/** Each schedule has agents of its own. */
const accountsOf = (number: number): readonly Account[] =>
  AGENTS.map((name) => ({ jid: `${name.toLowerCase()}${number}@localhost`, password: `secret-${number}` }));

const bundle = await bundleBrowserThread('faults');
const startedAt = performance.now();
const failures: string[] = [];
let slowestMs = 0;
let messages = 0;
let sessions = 0;
const batches = Array.from({ length: Math.ceil(numbers.length / atOnce) }, (_, index) =>
  numbers.slice(index * atOnce, (index + 1) * atOnce),
);
const servers = values.server.split(',').map((name) => {
  const found = SERVERS.find((server) => server === name);
  if (!found) throw new Error(`There is no server ${name}: ${SERVERS.join(', ')}`);
  return found;
});
// All servers at once, each with its share of the batches.
await Promise.all(
  servers.map((name, at) =>
    runAt(
      name,
      batches.filter((_, index) => index % servers.length === at),
    ),
  ),
);
const seconds = (performance.now() - startedAt) / 1_000;
console.log(
  `${numbers.length} schedules of seed ${seed} in ${seconds.toFixed(0)} s, with ${messages} messages in ${sessions} sessions; the slowest agreed ${(slowestMs / 1_000).toFixed(0)} s after everything was mended.`,
);
console.log(`${failures.length === 0 ? '✔' : '✖'} ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

/** Runs batches of schedules at a server of their own. */
async function runAt(name: ServerName, share: readonly (readonly number[])[]): Promise<void> {
  if (share.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-faults-'));
  const here = share.flat();
  const membersOf = (number: number) => accountsOf(number).map(({ jid }, agent) => ({ jid, name: `${AGENTS[agent]} ${number}` }));
  const given = {
    folder,
    accounts: here.flatMap(accountsOf).map(({ jid, password }) => ({ username: jid.split('@')[0] ?? '', password })),
    groups: here.map((number) => ({ name: `Team ${number}`, members: membersOf(number) })),
  };
  const stops: (() => Promise<void>)[] = [() => clearEjabberdCluster(folder), () => rm(folder, { recursive: true, force: true })];
  const onStop = (stop: () => Promise<void>) => void stops.unshift(stop);
  try {
    const server = await startServer(name, given, onStop);
    for (const batch of share) await runAtOnce(server, name, batch);
  } finally {
    for (const stop of stops) await stop();
  }
}

async function startServer(
  name: ServerName,
  given: Pick<EjabberdOptions & ProsodyOptions, 'folder' | 'accounts' | 'groups'>,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Server> {
  // The browsers have the nodes' own addresses, because a proxy would take them away from a node that hangs.
  if (name === 'cluster') return (await startEjabberdCluster({ ...given, nodes: Number(values.nodes), onStop })).ejabberd;
  const server = name === 'prosody' ? await Prosody.start(given) : await Ejabberd.start(given);
  onStop(() => server.stop());
  return server;
}

/** Runs schedules at the same server, which may be stopped or killed meanwhile. */
async function runAtOnce(server: Server, name: string, batch: readonly number[]): Promise<void> {
  const stories = await Promise.all(
    batch.map((number) =>
      Story.begin(scheduleOf(seed * 100_003 + number, { hasCalls: !values['no-calls'] }), accountsOf(number), bundle, websocketsOf(server)),
    ),
  );
  const told = new AbortController();
  const random = new Random(seed + (batch[0] ?? 0));
  const disturbance = isCluster(server) ? disturbNodes(server, random, told.signal) : disturbServer(server, random, told.signal);
  // A story that can't be told to its end fails alone.
  const broken = await Promise.all(
    stories.map((story) =>
      story.tell().then(
        () => undefined,
        (error: unknown) => String(error),
      ),
    ),
  );
  told.abort();
  await disturbance;
  await Promise.all(
    stories.map(async (story, at) => {
      const disagreed = broken[at] === undefined ? await untilAgreed(story, batch[at]!) : [broken[at]];
      const found = disagreed.length ? disagreed : await story.talkAgain();
      if (found.length) {
        failures.push(`${batch[at]}`);
        console.log(
          `✖ Schedule ${batch[at]}: ${found.join('; ')}\n  Again by: npm run faults -- --seed ${seed} --only ${batch[at]} --server ${name}`,
        );
        if (values.verbose) await printAll(story);
      }
      messages += story.said.filter(({ isTaken }) => isTaken).length;
      sessions += story.sessionIds.size;
      await story.close();
    }),
  );
}

/** What was done in a story, how it ended in each browser, and what the browsers noted of their connections. */
async function printAll({ schedule, browsers, sessionIds }: Story): Promise<void> {
  const { browsers: agents, late, steps } = schedule;
  console.log(JSON.stringify({ agents, late }), JSON.stringify(steps.map(({ browser, what }) => `${browser} ${what}`)));
  for (const [index, browser] of browsers.entries()) {
    const overview = await browser.ask({ kind: 'overview' }).catch(() => undefined);
    console.log(
      `Browser ${index}: ${overview?.calls.map(({ id, state }) => `call ${id.slice(0, 8)} ${JSON.stringify(state)}`).join(', ')}`,
    );
    // Some sessions are begun by what comes, and not by what was done.
    for (const sessionId of new Set([...sessionIds, ...(overview?.sessions.map(({ id }) => id) ?? [])])) {
      const session = overview?.sessions.find(({ id }) => id === sessionId);
      const state = session && { ...session.state, isPlain: session.isPlain, direction: session.direction };
      const entries = await browser.ask({ kind: 'transcript', sessionId, last: 1_000 }).then(
        (slice) => slice.entries,
        () => [],
      );
      const said = entries.map((entry) => (entry.kind === 'message' ? entry.body : entry.event)).join(' ');
      console.log(`  ${sessionId.slice(0, 8)} ${JSON.stringify(state)}: ${said}`);
    }
    const said = await browser.ask({ kind: 'diagnostics' }).catch(() => undefined);
    console.log(`  ${overview?.connection.status}, ${new Date().toISOString()}`);
    for (const { at, code, count } of said?.entries ?? []) console.log(`  ${new Date(at).toISOString()} ${count} ${code}`);
  }
}

function websocketsOf(server: Server): readonly string[] {
  return server instanceof Ejabberd ? server.websockets : [server.websocket];
}

function isCluster(server: Server): server is Ejabberd {
  return server instanceof Ejabberd && server.nodes.length > 1;
}

/** Now and then one of the nodes is stopped, killed, or hangs and is killed then; the others go on. */
async function disturbNodes({ nodes }: Ejabberd, random: Random, told: AbortSignal): Promise<void> {
  while (!told.aborted) {
    await pause(3_000 + random.below(5_000), undefined, { signal: told }).catch(() => undefined);
    if (told.aborted) return;
    const node = nodes[random.below(nodes.length)]!;
    const how = (['SIGTERM', 'SIGKILL', 'hang'] as const)[random.below(3)]!;
    if (how === 'hang') {
      node.hang();
      // For as long as that the nodes beside it wait for it at first (demo/ejabberd-config.ts), and then go on without it.
      await pause(2_000 + random.below(24_000));
    }
    await node.stop(how === 'SIGTERM' ? how : 'SIGKILL');
    await pause(random.below(4_000));
    await node.start();
    await node.joined(nodes.length);
  }
}

/** In two of three batches the server is stopped, or killed, now and then. */
async function disturbServer(server: Server, random: Random, told: AbortSignal): Promise<void> {
  const signal = ([undefined, 'SIGTERM', 'SIGKILL'] as const)[random.below(3)];
  while (signal && !told.aborted) {
    await pause(3_000 + random.below(8_000), undefined, { signal: told }).catch(() => undefined);
    if (told.aborted) return;
    await server.stop(signal);
    await pause(random.below(4_000));
    await server.restart();
  }
}

/** Waits until everybody agrees. What takes longer than the two sides of a session should is printed. @returns what they don't agree on in the end */
async function untilAgreed(story: Story, number: number): Promise<readonly string[]> {
  const mendedAt = performance.now();
  for (let last: readonly string[] = []; ;) {
    const found = await disagreements(story).catch((error: unknown) => [String(error)]);
    const ms = performance.now() - mendedAt;
    slowestMs = Math.max(slowestMs, ms);
    if (found.length === 0 && ms > SLOW_MS && values.verbose) await printAll(story);
    if (found.length === 0 && ms > SLOW_MS) console.log(`  Schedule ${number} took ${(ms / 1_000).toFixed(0)} s: ${last.join('; ')}`);
    if (found.length === 0 || ms > AGREE_WITHIN_MS) return found;
    last = found;
    await pause(LOOK_EVERY_MS);
  }
}
