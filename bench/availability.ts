import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { startAvailabilityHub } from '../demo/availability-hub.ts';
import { makeTargets } from '../demo/directory/seed-targets.ts';
import { target } from '../demo/directory/target-schema.ts';
import { findFreePort } from '../demo/free-port.ts';
import { evaluateInTarget } from '../test/fixtures/cdp-target.ts';
import { RawClient } from '../test/fixtures/raw-client.ts';
import { openDirectoryService } from './directory-service.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const HUB = 'hub.localhost';
const NS = 'urn:backchannel:availability:0';
const DOMAIN = 'localhost';
/** Everybody in this group is there. With 50 targets it has all of them, with 5,000 and more 200. */
const GROUP = 'Berlin Billing';
const CHANGES = 200;
/** As many a second as in a large group. */
const NEXT_CHANGE_MS = 25;

/** Counts in a session host what it writes into IndexedDB. */
const COUNT_WRITTEN = `(() => {
  const { put } = IDBObjectStore.prototype;
  globalThis.writtenBytes = 0;
  IDBObjectStore.prototype.put = function (...given) {
    globalThis.writtenBytes += JSON.stringify(given[0])?.length ?? 0;
    return put.apply(this, given);
  };
})()`;

interface Found {
  readonly scrollMs: number;
  readonly writtenBytes: number;
  readonly cpuMs: number;
}

/** An agent who is there, and whom the hub sees. */
async function comeIn(service: string, logon: string): Promise<RawClient> {
  const client = await RawClient.signIn(service, DOMAIN, { logon, password: logon });
  client.send('<presence/>');
  await client.ask(`<watch xmlns="${NS}" whole="true"/>`, { to: HUB, type: 'set' });
  await client.frame(/^<presence(?=[^>]*type=['"]subscribe['"])/);
  client.send(`<presence to="${HUB}" type="subscribed"/>`);
  await client.rest();
  return client;
}

async function measureSize(targets: number): Promise<Found> {
  const team = makeTargets(targets, DOMAIN).targets.flatMap(({ value }) => {
    const one = v.parse(target, value);
    return one.kind === 'agent' && one.groups.includes(GROUP) ? [one.id.slice(0, one.id.indexOf('@'))] : [];
  });
  const secret = randomBytes(16).toString('hex');
  const port = await findFreePort();
  const members = ['reader', 'colleague'].map((name) => ({ jid: `${name}@${DOMAIN}`, name }));
  const components = { port, secret, jids: [HUB] };
  const site = await openBenchSite(`availability-${targets}`, ['reader', ...team], [{ name: 'Team', members }], { components });
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-bench-hub-'));
  const hub = await startAvailabilityHub(folder, { jid: HUB, secret, server: { port }, agentHosts: [DOMAIN] });
  const service = await openDirectoryService(targets, site.origin);
  const clients: RawClient[] = [];
  try {
    while ((await fetch(`${hub.address}/health`)).status !== 200) await pause(50);
    for (const logon of team) clients.push(await comeIn(site.service, logon));
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.origin}/bench/directory.html`);
    await page.waitForFunction(() => 'openDirectory' in globalThis);
    const input = { service: site.service, contacts: service.address, directory: service.address, token: service.token, hubs: [HUB] };
    await page.evaluate((given) => openDirectory({ ...given, isFirst: true }), input);
    await page.evaluate((count) => untilAll(count), targets);
    const windows = Array.from({ length: 8 }, (_, index) => index * 20).filter((first) => first < team.length);
    // With the first rows the desk turns to the hub.
    await page.evaluate((group) => scrollTeam(group, [0]), GROUP);
    const times = await page.evaluate(([group, given]) => scrollTeam(group, given), [GROUP, windows.slice(1)] as const);
    const worker = await evaluateInTarget(context, ({ type }) => type === 'shared_worker');
    const shown = await page.evaluate((group) => showTeam(group), GROUP);
    // Those in sight change, as many in each size.
    const changing = shown.map((jid) => clients[team.indexOf(jid.slice(0, jid.indexOf('@')))]);
    const [first] = changing;
    const until = (availability: string) => page.evaluate((is) => untilFirstIs(is), availability);
    first?.send('<presence><show>away</show></presence>');
    await until('not-ready');
    await worker.evaluate(COUNT_WRITTEN);
    const browser = await site.browser.newBrowserCDPSession();
    const cpuSeconds = async () =>
      (await browser.send('SystemInfo.getProcessInfo')).processInfo.reduce(
        (sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0),
        0,
      );
    const before = await cpuSeconds();
    for (let change = 0; change < CHANGES; change += 1) {
      changing[change % changing.length]?.send(change % 2 ? '<presence/>' : '<presence><show>dnd</show></presence>');
      await pause(NEXT_CHANGE_MS);
    }
    first?.send('<presence><show>xa</show></presence>');
    await until('after-call-work');
    const cpuMs = ((await cpuSeconds()) - before) * 1_000;
    return {
      scrollMs: percentile(times, 0.95),
      writtenBytes: Number(await worker.evaluate('globalThis.writtenBytes')) / CHANGES,
      cpuMs: cpuMs / CHANGES,
    };
  } finally {
    for (const client of clients) client.close();
    await service.stop();
    await hub.stop();
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Measures what availability by a hub costs a desk beside a directory of several sizes. The largest must cost about the same as the smallest. */
export async function measureAvailability(): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  const costs: number[] = [];
  const { values } = parseArgs({ strict: false, options: { sizes: { type: 'string', default: '50,500,5000,50000' } } });
  for (const size of String(values.sizes).split(',').map(Number)) {
    const { scrollMs, writtenBytes, cpuMs } = await measureSize(size);
    const name = `availability beside ${size.toLocaleString('en')} targets`;
    costs.push(cpuMs);
    measures.push(
      measure(`${name}: rows scrolled into view → their states, p95`, scrollMs, 'ms', 150),
      measure(`${name}: written into IndexedDB per change`, writtenBytes / 1000, 'kB', 1),
      measure(`${name}: the browser’s CPU per change`, cpuMs, 'ms', 20),
    );
  }
  measures.push(
    measure(
      'availability: the browser’s CPU per change, of the largest cost to that beside the fewest targets',
      Math.max(...costs) / (costs[0] ?? NaN),
      '×',
      1.5,
    ),
  );
  return measures;
}
