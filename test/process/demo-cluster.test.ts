import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DEMO_AGENTS } from '../../demo/agents.ts';
import { clearMessagingServers, startMessagingServer } from '../../demo/messaging-server.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const HUBS = ['hub.localhost', 'hub2.localhost'];
const NODES = 2;
/** Some seconds after a node stops answering, its agents are sent to another one. */
const NOTICED_MS = 15_000;
/** As long as a client of a hub waits before it asks again. What a hanging node was given isn't answered. */
const HUB_ANSWERS_MS = 2000;

describe('the demo as a cluster, behind proxies, with PostgreSQL and two hubs', { timeout: 240_000 }, () => {
  let folder: string;
  let websockets: readonly string[];
  const stops: (() => Promise<void>)[] = [];
  const clients: RawClient[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-cluster-'));
    const onStop = (stop: () => Promise<void>) => void stops.push(stop);
    const { websocket } = await startMessagingServer(folder, { server: 'ejabberd', nodes: NODES, hubs: HUBS, onStop });
    websockets = websocket.split(' ');
  });

  after(async () => {
    for (const client of clients) client.close();
    await stopAll();
    await clearMessagingServers(folder);
    await rm(folder, { recursive: true, force: true });
  });

  async function stopAll(): Promise<void> {
    for (const stop of stops.splice(0).reverse()) await stop();
  }

  async function signIn(index: number, websocket = websockets[0] ?? ''): Promise<RawClient> {
    const { jid, password } = DEMO_AGENTS[index]!;
    const [logon = ''] = jid.split('@');
    const client = await RawClient.signIn(websocket, 'localhost', { logon, password });
    clients.push(client);
    client.send('<presence/>');
    await client.rest();
    return client;
  }

  const pidOf = async (place: number) => Number(await readFile(join(folder, 'ejabberd', `node-${place}`, 'ejabberd.pid'), 'utf8'));

  /** Resolves when all hubs answer an agent, who asks again when a hub can't be reached and when nothing comes back. */
  async function untilHubsAnswer(client: RawClient): Promise<void> {
    for (const to of HUBS) {
      const answer = () => client.ask('<ping xmlns="urn:xmpp:ping"/>', { to, timeoutMs: HUB_ANSWERS_MS }).catch(String);
      const deadline = Date.now() + NOTICED_MS;
      for (let last = await answer(); !/type=['"]result['"]/.test(last); last = await answer()) {
        if (Date.now() > deadline) throw new Error(`${to} can't be reached: ${last}`);
        await pause(50);
      }
    }
  }

  it('has agents at each of its addresses talk, and archives in PostgreSQL what they say', async () => {
    assert.equal(websockets.length, 2);
    const [alice, bob] = [await signIn(0, websockets[0]), await signIn(1, websockets[1])];
    alice.send(`<message to="${DEMO_AGENTS[1]!.jid}" type="chat" id="m1"><body>Is invoice 20931 a duplicate?</body></message>`);
    await bob.frame(/Is invoice 20931 a duplicate/);
    await untilHubsAnswer(alice);
    const place = await readFile(join(folder, 'ejabberd', 'postgres', 'place'), 'utf8');
    const [socket = ''] = (await readdir(place)).filter((name) => /^\.s\.PGSQL\.\d+$/.test(name));
    const database = new pg.Client({ host: place, port: Number(socket.split('.').at(-1)), user: 'service', database: 'ejabberd' });
    await database.connect();
    while ((await database.query('select 1 from archive')).rowCount !== 2) await pause(50);
    await database.end();
  });

  it('has each hub asked what it is asked, and no other', async () => {
    for (const [place, websocket] of websockets.entries()) {
      const client = await signIn(5 + place, websocket);
      await untilHubsAnswer(client);
      for (const hub of HUBS) {
        // A hub that doesn't know an agent asks them to share their presence with it.
        const asked = client.frame(new RegExp(`<presence(?=[^>]*type=['"]subscribe['"])[^>]*from=['"](${HUBS.join('|')})['"]`));
        await client.ask('<watch xmlns="urn:backchannel:availability:0" whole="true"/>', { to: hub, type: 'set' });
        assert.match(await asked, new RegExp(`from=['"]${hub}['"]`));
      }
    }
  });

  it('has a hub believe a device that asks it, more than the last that it was told of the agent', async () => {
    const [hub = ''] = HUBS;
    const [viewer, agent] = [await signIn(7), await signIn(8)];
    const on = `<watch xmlns="urn:backchannel:availability:0" whole="true"><on>${DEMO_AGENTS[8]!.jid}</on></watch>`;
    const told = (is: string) => viewer.frame(new RegExp(`<state [^>]*is=['"]${is}['"][^>]*>[^<]*${DEMO_AGENTS[8]!.jid}`));
    const askedBy = async (client: RawClient, payload: string) => {
      await client.ask(payload, { to: hub, type: 'set' });
      await client.frame(/<presence(?=[^>]*type=['"]subscribe['"])/);
      client.send(`<presence to="${hub}" type="subscribed"/>`);
    };
    await askedBy(viewer, on);
    await askedBy(agent, '<watch xmlns="urn:backchannel:availability:0" whole="true"/>');
    await told('ready');
    // As where an older device's end, told by another node, comes after the newer one's presence.
    agent.send(`<presence to="${hub}" type="unavailable"/>`);
    await told('logged-off');
    await agent.ask('<watch xmlns="urn:backchannel:availability:0" whole="true"/>', { to: hub, type: 'set' });
    await told('ready');
  });

  it('goes on at the same addresses when a node hangs: its agents are cut off, and both hubs are reached at the other one', async () => {
    const hanging = await pidOf(1);
    const [carla, daniel] = [await signIn(2, websockets[0]), await signIn(3, websockets[0])];
    process.kill(hanging, 'SIGSTOP');
    try {
      // The proxy has given each node one of the two.
      await Promise.race([carla.closed(), daniel.closed(), pause(NOTICED_MS).then(() => Promise.reject(new Error('Nobody was cut off')))]);
      for (const websocket of websockets) await untilHubsAnswer(await signIn(4, websocket));
    } finally {
      process.kill(hanging, 'SIGKILL');
    }
  });

  it('leaves no process behind', async () => {
    const pids = [
      await pidOf(2),
      ...(await Promise.all(['1', '2'].map((place) => pidIn(join('ejabberd', 'proxies', place, 'haproxy.pid'))))),
    ];
    const postgres = await readFile(join(folder, 'ejabberd', 'postgres', 'place'), 'utf8');
    pids.push(Number.parseInt(await readFile(join(postgres, 'data', 'postmaster.pid'), 'utf8'), 10));
    for (const pid of pids) assert.ok(isRunning(pid), `${pid}`);
    await stopAll();
    for (const pid of pids) assert.ok(!isRunning(pid), `${pid}`);
  });

  const pidIn = async (file: string) => Number.parseInt(await readFile(join(folder, file), 'utf8'), 10);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
