import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { migrate } from '../demo/crm/service/migrate.ts';
import { openPgliteDatabase } from '../demo/crm/service/pglite-database.ts';
import { issueToken } from '../demo/crm/service/tokens.ts';
import { DIRECTORY_MIGRATIONS } from '../demo/directory/directory-migrations.ts';
import { importSnapshot } from '../demo/directory/import/import-snapshot.ts';
import { makeTargets } from '../demo/directory/seed-targets.ts';
import { makeDirectoryService } from '../demo/directory/service.ts';
import { evaluateInTarget, stopSharedWorker } from '../test/fixtures/cdp-target.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const ROUNDS = 3;
const FRAME_MS = 1000 / 60;

/** As agents type: letter by letter, several words, a group, a skill, and words that nobody has. */
const TYPED = [
  'a',
  'an',
  'anj',
  'anja',
  'anja k',
  'müll',
  'o’brien',
  'zebra',
  'lisbon cl',
  'danish',
  'agent1',
  'r. we',
  'fatima s',
  'k',
  '',
];

/** Watches in a worker for how long it is busy at the longest. */
const WATCH = `(() => {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  globalThis.longestBlock = 0;
  port2.onmessage = () => {
    const now = performance.now();
    globalThis.longestBlock = Math.max(globalThis.longestBlock, now - last);
    last = now;
    setTimeout(() => { last = performance.now(); port1.postMessage(0); });
  };
  port1.postMessage(0);
})()`;

/** The directory service with so many made-up agents, which counts what it sends. */
async function openDirectoryService(targets: number, origin: string) {
  const database = await openPgliteDatabase();
  await migrate(database, DIRECTORY_MIGRATIONS);
  await importSnapshot(database, 'seed', makeTargets(targets, 'localhost'));
  const secret = randomBytes(32);
  const service = await makeDirectoryService({ database, secret, origins: [origin], requestsPerMinute: 1_000_000 });
  const counted = { bytes: 0 };
  service.addHook('onSend', async (_request, reply, payload) => {
    counted.bytes += typeof payload === 'string' ? Buffer.byteLength(payload) : 0;
    counted.bytes += JSON.stringify(reply.getHeaders()).length;
    return payload;
  });
  const address = await service.listen({ port: 0, host: '127.0.0.1' });
  const token = await issueToken(secret, { id: 'reader@localhost', name: 'Reader', teams: [] }, 3_600);
  return {
    address,
    token,
    counted,
    async stop() {
      await service.close();
      await database.close();
    },
  };
}

interface Found {
  readonly wakeMs: number;
  readonly bytes: number;
  readonly keyMs: number;
  readonly bareMs: number;
  readonly heapMb: number;
  readonly blockMs: number;
}

/** Measures one size: the first sync, then a host that starts anew, and searches in it. */
async function measureSize(targets: number): Promise<Found> {
  const members = ['reader', 'colleague'].map((name) => ({ jid: `${name}@localhost`, name }));
  const site = await openBenchSite(`directory-${targets}`, ['reader'], [{ name: 'Team', members }]);
  const service = await openDirectoryService(targets, site.origin);
  try {
    const context = await site.browser.newContext();
    const input = { service: site.service, contacts: service.address, directory: service.address, token: service.token };
    const open = async (isFirst: boolean): Promise<{ page: Page; ms: number }> => {
      const page = await context.newPage();
      await page.goto(`${site.origin}/bench/directory.html`);
      await page.waitForFunction(() => 'openDirectory' in globalThis);
      return { page, ms: await page.evaluate((given) => openDirectory(given), { ...input, isFirst }) };
    };
    const watch = () => evaluateInTarget(context, ({ type }) => type === 'shared_worker');
    const longest = async (worker: Awaited<ReturnType<typeof watch>>) => Number(await worker.evaluate('globalThis.longestBlock'));

    const first = await open(true);
    const firstWorker = await watch();
    await firstWorker.evaluate(WATCH);
    await first.page.evaluate((count) => untilAll(count), targets);
    const blocks = [await longest(firstWorker)];
    await firstWorker.detach();
    const wakes: number[] = [];
    let { page } = first;
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.evaluate(() => makeOld());
      await stopSharedWorker(page);
      await page.close();
      service.counted.bytes = 0;
      const next = await open(false);
      wakes.push(next.ms);
      page = next.page;
    }
    const worker = await watch();
    await worker.evaluate(WATCH);
    const keys: number[] = [];
    const bare: number[] = [];
    await page.evaluate((typed) => searchDirectory(typed), TYPED);
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(...(await page.evaluate((typed) => typeBare(typed), TYPED)));
      keys.push(...(await page.evaluate((typed) => searchDirectory(typed), TYPED)));
    }
    blocks.push(await longest(worker));
    return {
      wakeMs: percentile(wakes, 0.5),
      bytes: service.counted.bytes,
      keyMs: percentile(keys, 0.95),
      bareMs: percentile(bare, 0.95),
      heapMb: (await worker.heapBytes()) / 1e6,
      blockMs: Math.max(...blocks),
    };
  } finally {
    await service.stop();
    await site.stop();
  }
}

/** Measures a desk beside a directory service of several sizes. The largest must cost about the same as the smallest. */
export async function measureDirectory(): Promise<readonly Measure[]> {
  const { values } = parseArgs({ strict: false, options: { sizes: { type: 'string', default: '50,500,5000,50000' } } });
  const measures: Measure[] = [];
  const wakes: number[] = [];
  for (const size of String(values.sizes).split(',').map(Number)) {
    const { wakeMs, bytes, keyMs, bareMs, heapMb, blockMs } = await measureSize(size);
    const name = `directory of ${size.toLocaleString('en')}`;
    wakes.push(wakeMs);
    measures.push(
      measure(`${name}: first rows from storage after a wake`, wakeMs, 'ms', 500),
      measure(`${name}: bytes at a sign-in after the first sync`, bytes / 1000, 'kB', 50),
      measure(`${name}: key → painted, p95, beyond a bare input's`, Math.max(0, keyMs - bareMs) / FRAME_MS, 'frames', 1),
      measure(`${name}: the host's heap`, heapMb, 'MB', 40),
      measure(`${name}: the host's longest block`, blockMs, 'ms', 50),
    );
  }
  measures.push(
    measure('directory: first rows of the largest to those of the smallest', (wakes.at(-1) ?? NaN) / (wakes[0] ?? NaN), '×', 1.5),
  );
  return measures;
}
