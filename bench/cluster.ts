import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { clearEjabberdCluster, type EjabberdCluster, startEjabberdCluster } from '../demo/ejabberd-cluster.ts';
import type { EjabberdNode } from '../demo/ejabberd-node.ts';
import { Browser } from '../test/faults/browser.ts';
import { bundleBrowserThread } from '../test/faults/bundle.ts';
import { type Measure, measure } from './measure.ts';

const NODES = 3;
const AGENTS = ['anna', 'ben'] as const;
const members = AGENTS.map((name) => ({ jid: `${name}@localhost`, name }));
const sessionsShape = v.array(v.object({ node: v.string() }));

/**
 * Kills nodes of a cluster, and lets some hang, each time the one that an agent is connected to, while two agents talk. `--kills 50 --hangs 50` does each as often.
 */
export async function measureCluster(): Promise<readonly Measure[]> {
  const { values } = parseArgs({
    strict: false,
    options: { kills: { type: 'string', default: '5' }, hangs: { type: 'string', default: '2' } },
  });
  const rounds = { killed: Number(values.kills), hung: Number(values.hangs) };
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-bench-cluster-'));
  const stops: (() => Promise<unknown>)[] = [() => clearEjabberdCluster(folder), () => rm(folder, { recursive: true, force: true })];
  const onStop = (stop: () => Promise<unknown>) => void stops.unshift(stop);
  const bundle = await bundleBrowserThread('bench-cluster');
  try {
    const accounts = AGENTS.map((username) => ({ username, password: username }));
    const cluster = await startEjabberdCluster({ folder, accounts, groups: [{ name: 'Team', members }], nodes: NODES, onStop });
    const browsers: Browser[] = [];
    for (const name of AGENTS) {
      const browser = await signIn(name, cluster, bundle);
      onStop(() => browser.close());
      browsers.push(browser);
    }
    const talk = await Talk.begin(browsers[0]!, browsers[1]!);
    const worst = { killed: { anna: 0, ben: 0 }, hung: { anna: 0, ben: 0 } };
    for (const how of ['killed', 'hung'] as const) {
      for (let round = 0; round < rounds[how]; round += 1) {
        const took = await lose(how, cluster, talk);
        for (const name of AGENTS) worst[how][name] = Math.max(worst[how][name], took[name]);
      }
    }
    return [
      measure(`cluster: a node killed → its agent is back, worst of ${rounds.killed}`, worst.killed.anna, 's', 2),
      measure('cluster: a node killed → what the agent said meanwhile is there', worst.killed.ben, 's', 5),
      measure(`cluster: a node hung → its agent is back, worst of ${rounds.hung}`, worst.hung.anna, 's', 25),
      measure('cluster: a node hung → what the agent said meanwhile is there', worst.hung.ben, 's', 30),
      measure('cluster: messages lost, doubled or out of order', await talk.faults(), 'messages', 0),
    ];
  } finally {
    for (const stop of stops) await stop();
  }
}

async function signIn(name: string, { websockets, ejabberd }: EjabberdCluster, bundle: string): Promise<Browser> {
  const browser = await Browser.open(bundle, [ejabberd.websocket], 0);
  const request = { jid: `${name}@localhost`, password: name, service: websockets.join(' '), isKept: false };
  const { refused } = await browser.tabs[0]!.commands.signIn(request);
  if (refused) throw new Error(`${name} could not sign in: ${refused}`);
  await connected(browser);
  return browser;
}

const connected = (browser: Browser) => browser.ask({ kind: 'overview' }, ({ connection }) => connection.status === 'connected', 120_000);

/**
 * Loses the node that Anna is connected to, has her say something at once, and starts the node again.
 * @returns after how many seconds she is back, and Ben has what she said
 */
async function lose(how: 'killed' | 'hung', { ejabberd: { nodes } }: EjabberdCluster, talk: Talk) {
  const node = await nodeOf(nodes);
  // What is sent is the sign that the stream goes on: the browser learns only later that the connection hangs.
  const said = talk.say();
  await said.there;
  const from = performance.now();
  if (how === 'killed') await node.stop('SIGKILL');
  else node.hang();
  const { acknowledged, there } = talk.say();
  const took = { anna: 0, ben: 0 };
  await Promise.all([
    acknowledged.then(() => (took.anna = (performance.now() - from) / 1_000)),
    there.then(() => (took.ben = (performance.now() - from) / 1_000)),
  ]);
  await node.stop('SIGKILL');
  await node.start();
  await node.joined(nodes.length);
  return took;
}

/** The node that Anna is connected to. */
async function nodeOf(nodes: readonly EjabberdNode[]): Promise<EjabberdNode> {
  for (;;) {
    const [session] = v.parse(sessionsShape, await nodes[0]?.call('user_sessions_info', { user: 'anna', host: 'localhost' }));
    const place = Number(session?.node.split('.').at(-1));
    const node = nodes[place - 1];
    if (node) return node;
    await pause(50);
  }
}

/** A session in which Anna counts. */
class Talk {
  static async begin(anna: Browser, ben: Browser): Promise<Talk> {
    const sessionId = randomUUID();
    await anna.tabs[0]!.commands.invite({ sessionId, target: 'ben@localhost' });
    const is = (status: string) => (browser: Browser) =>
      browser.ask({ kind: 'overview' }, ({ sessions }) => sessions.some(({ id, state }) => id === sessionId && state.status === status));
    await is('invited')(ben);
    await ben.tabs[0]!.commands.accept({ sessionId });
    await Promise.all([anna, ben].map(is('connected')));
    return new Talk(sessionId, anna, ben);
  }

  readonly #said: string[] = [];

  private constructor(
    private readonly sessionId: string,
    private readonly anna: Browser,
    private readonly ben: Browser,
  ) {}

  /** Says the next number. */
  say(): { readonly acknowledged: Promise<unknown>; readonly there: Promise<unknown> } {
    const { sessionId } = this;
    const messageId = randomUUID();
    const body = String(this.#said.push(messageId));
    const sent = this.anna.tabs[0]!.commands.send({ sessionId, messageId, body });
    const acknowledged = sent.then(() =>
      this.anna.ask(
        { kind: 'transcript', sessionId, last: 5 },
        ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.body === body && entry.delivery !== 'waiting'),
        120_000,
      ),
    );
    const there = this.ben.ask(
      { kind: 'transcript', sessionId, last: 5 },
      ({ entries }) => entries.some((entry) => entry.kind === 'message' && entry.body === body),
      120_000,
    );
    return { acknowledged, there };
  }

  /** How many of what was said Ben doesn't have once, in their order. */
  async faults(): Promise<number> {
    const { entries } = await this.ben.ask({ kind: 'transcript', sessionId: this.sessionId, last: 1_000 });
    const bodies = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.body] : []));
    const missing = this.#said.filter((_, index) => bodies[index] !== String(index + 1)).length;
    return missing + Math.max(0, bodies.length - this.#said.length);
  }
}
