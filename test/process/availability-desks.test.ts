import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AvailabilityHubProcess, startAvailabilityHub } from '../../demo/availability-hub.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { Prosody } from '../../demo/prosody.ts';
import type { Overview } from '../../src/model/workspace.ts';
import type { Availability } from '../../src/model/agent.ts';
import { Browser } from '../faults/browser.ts';
import { bundleBrowserThread } from '../faults/bundle.ts';

const SECRET = 'a secret of the tests';
const TOKEN = 'a token of the tests';
const HUBS = ['hub.localhost', 'hub2.localhost'] as const;
const MEMBERS = ['anna', 'ben'].map((logon) => ({ jid: `${logon}@localhost`, name: logon }));
/** How long another hub may take to stand in for one that is gone, and how soon a clean end is told. */
const FAILOVER_MS = 2_000;
const CLEAN_END_MS = 5_000;
/** Each time that a hub gives a device, in seconds. The product's own are ten times as long and more. */
const CHECK_S = 2;
const ANSWER_S = 2;

describe('desks at a Prosody with two availability hubs', { timeout: 180_000 }, () => {
  let folder: string;
  let bundle: string;
  let prosody: Prosody;
  let port: number;
  let hubs: AvailabilityHubProcess[];
  let anna: Browser;
  let ben: Browser;

  const startHub = async (jid: string): Promise<AvailabilityHubProcess> => {
    const hub = await startAvailabilityHub(join(folder, 'hubs'), {
      jid,
      secret: SECRET,
      server: { port },
      agentHosts: ['localhost'],
      accountsFile: join(folder, `${jid}.accounts`),
      partners: HUBS.filter((other) => other !== jid),
      groups: { Team: ['anna@localhost', 'ben@localhost'] },
      skills: { refunds: ['anna@localhost', 'ben@localhost'] },
      checkSeconds: CHECK_S,
      answerSeconds: ANSWER_S,
      http: { tokens: [TOKEN] },
    });
    while (!(await fetch(`${hub.address}/health`)).ok) await new Promise((resolve) => setTimeout(resolve, 20));
    return hub;
  };

  /** What the organisation's ACD says of Ben, which the roster doesn't know. */
  const say = (availability: string) =>
    Promise.all(
      hubs.map((hub) =>
        fetch(`${hub.address}/agents/ben/state`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify({ availability }),
        }).catch(() => undefined),
      ),
    );

  /** The ACD says nothing of Ben any more. */
  const sayNothing = () =>
    Promise.all(
      hubs.map((hub) =>
        fetch(`${hub.address}/agents/ben/state`, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } }).catch(
          () => undefined,
        ),
      ),
    );

  /** Resolves when the first hub knows both agents, and its partner. One that is killed before hears of who has just signed in only when they ask it next. */
  async function untilWhole(): Promise<void> {
    for (;;) {
      const metrics = await (await fetch(`${hubs[0]?.address}/metrics`)).text();
      if (/^backchannel_hub_agents_online 2$/m.test(metrics) && /^backchannel_hub_partners 1$/m.test(metrics)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Resolves when Anna's Team Communicator shows Ben so. @returns after how many milliseconds */
  async function sees(availability: Availability, withinMs: number): Promise<number> {
    const from = performance.now();
    await anna.ask(
      { kind: 'targets', search: '', filter: 'agents', first: 0, count: 20 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.logon === 'ben' && row.status.availability === availability),
      withinMs,
    );
    return performance.now() - from;
  }

  async function openDesk(logon: string): Promise<Browser> {
    const browser = await Browser.open(bundle, [prosody.websocket], 0);
    const { commands } = browser.tabs[0]!;
    await commands.setAvailabilityHubs({ hosts: [...HUBS] });
    const { refused } = await commands.signIn({
      jid: `${logon}@localhost`,
      password: logon,
      service: browser.wire.websocket,
      isKept: true,
    });
    assert.equal(refused, undefined);
    return browser;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'availability-desks-'));
    port = await findFreePort();
    bundle = await bundleBrowserThread('availability');
    prosody = await Prosody.start({
      folder: join(folder, 'prosody'),
      accounts: MEMBERS.map(({ name }) => ({ username: name, password: name })),
      groups: [{ name: 'Team', members: MEMBERS }],
      components: { port, secret: SECRET, jids: HUBS },
    });
    hubs = await Promise.all(HUBS.map(startHub));
    [anna, ben] = await Promise.all([openDesk('anna'), openDesk('ben')]);
    // A list on screen, which has to be watched.
    anna.tabs[1]!.subscribe({ kind: 'targets', search: '', filter: 'agents', first: 0, count: 20 }, () => undefined);
  });

  after(async () => {
    for (const browser of [anna, ben]) await browser?.close();
    for (const hub of hubs ?? []) await hub.stop('SIGKILL');
    await prosody?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('go on with the other hub within two seconds when one is killed, or hangs, though the other was started only then', async () => {
    await sees('ready', 20_000);
    await say('on-call');
    await sees('on-call', CLEAN_END_MS);
    await untilWhole();
    await hubs[0]?.stop('SIGKILL');
    await say('after-call-work');
    assert.ok((await sees('after-call-work', 10_000)) < FAILOVER_MS);
    hubs[0] = await startHub(HUBS[0]);
    // It knows the agents again, and its partner, before that one hangs.
    await untilWhole();
    await say('on-call');
    await sees('on-call', CLEAN_END_MS);
    hubs[1]?.signal('SIGSTOP');
    await fetch(`${hubs[0]?.address}/agents/ben/state`, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } });
    assert.ok((await sees('ready', 10_000)) < FAILOVER_MS + 500);
    hubs[1]?.signal('SIGCONT');
  });

  test('ask those with a skill whom a hub names', async () => {
    await sees('ready', 20_000);
    const sessionId = 'refunds-1';
    const { commands } = anna.tabs[0]!;
    await commands.askGroup({ sessionId, group: { kind: 'skill', id: 'refunds', name: 'Refunds' } });
    assert.deepEqual(await commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' }), {});
    const { sessions } = await ben.ask({ kind: 'overview' }, (overview) => overview.sessions.some(({ id }) => id === sessionId), 10_000);
    assert.equal(sessions.find(({ id }) => id === sessionId)?.group?.name, 'Refunds');
    await ben.tabs[0]!.commands.accept({ sessionId });
    const isConnected = ({ sessions }: Overview) => sessions.some(({ id, state }) => id === sessionId && state.status === 'connected');
    for (const browser of [anna, ben]) await browser.ask({ kind: 'overview' }, isConnected, 10_000);
    await commands.endSession({ sessionId });
  });

  for (const how of ['hangs', 'is killed'] as const) {
    test(`ask those with a skill whom the other hub names, where the first one ${how} while it is asked`, async () => {
      await sayNothing();
      await sees('ready', 20_000);
      const sessionId = `refunds-${how}`;
      const { commands } = anna.tabs[0]!;
      await commands.askGroup({ sessionId, group: { kind: 'skill', id: 'refunds', name: 'Refunds' } });
      // It takes the question, and never answers it.
      hubs[0]?.signal('SIGSTOP');
      const from = performance.now();
      const sent = commands.send({ sessionId, messageId: `m-${how}`, body: 'Is it a duplicate?' });
      if (how === 'is killed') await hubs[0]?.stop('SIGKILL');
      assert.deepEqual(await sent, {});
      await ben.ask({ kind: 'overview' }, ({ sessions }) => sessions.some(({ id }) => id === sessionId), 10_000);
      assert.ok(performance.now() - from < FAILOVER_MS + 1_500);
      await commands.cancelInvitation({ sessionId });
      const isOver = ({ sessions }: Overview) => sessions.every(({ id, state }) => id !== sessionId || state.status === 'ended');
      for (const browser of [anna, ben]) await browser.ask({ kind: 'overview' }, isOver, 10_000);
      if (how === 'is killed') hubs[0] = await startHub(HUBS[0]);
      else hubs[0]?.signal('SIGCONT');
    });
  }

  test('show who leaves as logged off within five seconds', async () => {
    await sees('ready', 20_000);
    await ben.tabs[0]!.commands.signOut({});
    await sees('logged-off', CLEAN_END_MS);
  });
});
