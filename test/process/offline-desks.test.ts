import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AvailabilityHubProcess, startAvailabilityHub } from '../../demo/availability-hub.ts';
import { Ejabberd } from '../../demo/ejabberd.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { Prosody } from '../../demo/prosody.ts';
import { readHubConfig } from '../../server/hub/config.ts';
import type { Availability } from '../../src/model/agent.ts';
import { Browser } from '../faults/browser.ts';
import { bundleBrowserThread } from '../faults/bundle.ts';

const SECRET = 'a secret of the tests';
const HUB = { jid: 'hub.localhost', secret: SECRET, agentHosts: ['localhost'] };
const MEMBERS = ['anna', 'ben'].map((logon) => ({ jid: `${logon}@localhost`, name: logon }));
const AGENTS = { kind: 'targets', search: '', filter: 'agents', first: 0, count: 20 } as const;
/** Each time that the hub gives a device, in seconds. The product's own are ten times as long and more. */
const CHECK_S = 1;
const ANSWER_S = 1;
/** For how long the server keeps the stream of a device that is gone. */
const KEPT_S = 8;
/** How late anything may be on a busy machine. */
const LATE_MS = 10_000;

test('A device that has vanished is asked, and has had its time to answer, within 60 seconds', () => {
  const { checkSeconds, answerSeconds } = readHubConfig({ ...HUB, server: { port: 5347 } });
  assert.ok(checkSeconds + answerSeconds <= 60);
});

for (const kind of ['Prosody', 'ejabberd'] as const) {
  describe(`a desk at ${kind} whose network is cut`, { timeout: 120_000 }, () => {
    let folder: string;
    let server: Prosody | Ejabberd;
    let hub: AvailabilityHubProcess;
    let anna: Browser;
    let ben: Browser;
    /** What Anna's desk has shown of Ben, one after the other. */
    const shown: Availability[] = [];

    /** Resolves when Anna's desk shows Ben so. */
    const sees = (availability: Availability, withinMs: number) =>
      anna
        .ask(
          AGENTS,
          ({ rows }) => rows.some((row) => row.kind === 'agent' && row.logon === 'ben' && row.status.availability === availability),
          withinMs,
        )
        .catch((cause: unknown) => Promise.reject(new Error(`${availability} isn't shown, after ${shown.join(', ')}`, { cause })));

    async function openDesk(logon: string): Promise<Browser> {
      const browser = await Browser.open(bundle, [server.websocket], 0);
      const { commands } = browser.tabs[0]!;
      await commands.setAvailabilityHubs({ hosts: [HUB.jid] });
      const login = { jid: `${logon}@localhost`, password: logon, service: browser.wire.websocket, isKept: true };
      assert.equal((await commands.signIn(login)).refused, undefined);
      return browser;
    }

    let bundle: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'offline-desks-'));
      const port = await findFreePort();
      bundle = await bundleBrowserThread(`offline-${kind}`);
      const given = {
        folder: join(folder, 'server'),
        accounts: MEMBERS.map(({ name }) => ({ username: name, password: name })),
        groups: [{ name: 'Team', members: MEMBERS }],
        components: { port, secret: SECRET, jids: [HUB.jid] },
      };
      server =
        kind === 'Prosody'
          ? await Prosody.start({ ...given, hibernationSeconds: KEPT_S })
          : await Ejabberd.start({ ...given, resumeSeconds: KEPT_S });
      hub = await startAvailabilityHub(join(folder, 'hub'), { ...HUB, server: { port }, checkSeconds: CHECK_S, answerSeconds: ANSWER_S });
      while (!(await fetch(`${hub.address}/health`)).ok) await new Promise((resolve) => setTimeout(resolve, 20));
      [anna, ben] = await Promise.all([openDesk('anna'), openDesk('ben')]);
      // Before that, the desks know of each other by the server's roster alone.
      const metrics = async () => (await fetch(`${hub.address}/metrics`)).text();
      while (!/^backchannel_hub_agents_online 2$/m.test(await metrics())) await new Promise((resolve) => setTimeout(resolve, 20));
      anna.tabs[0]!.subscribe(AGENTS, ({ rows }) => {
        const [status] = rows.flatMap((row) => (row.kind === 'agent' && row.logon === 'ben' ? [row.status] : []));
        if (status && status.availability !== shown.at(-1)) shown.push(status.availability);
      });
    });

    after(async () => {
      for (const browser of [anna, ben]) await browser?.close();
      await hub?.stop('SIGKILL');
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    test('is reconnecting while its connection only hangs, and ready again when it goes on', async () => {
      await sees('ready', 20_000);
      ben.wire.freeze();
      await sees('reconnecting', (CHECK_S + ANSWER_S) * 1_000 + LATE_MS);
      ben.wire.thaw();
      await sees('ready', (CHECK_S + ANSWER_S) * 1_000 + LATE_MS);
    });

    test('is reconnecting when its connection is gone, logged off once the server has given it up, and ready when it is back', async () => {
      shown.length = 0;
      ben.wire.refuse();
      ben.wire.cut();
      await sees('reconnecting', (CHECK_S + ANSWER_S) * 1_000 + LATE_MS);
      await sees('logged-off', KEPT_S * 1_000 + LATE_MS);
      ben.wire.allow();
      ben.tellNetwork('online');
      await sees('ready', 20_000);
      assert.deepEqual(shown, ['reconnecting', 'logged-off', 'ready']);
    });
  });
}
