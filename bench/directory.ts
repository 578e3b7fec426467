import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { evaluateInTarget, stopSharedWorker } from '../test/fixtures/cdp-target.ts';
import { openDirectoryService } from './directory-service.ts';
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

/** Watches in a page or worker for how long it is busy at the longest. */
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

interface Found {
  readonly wakeMs: number;
  readonly bytes: number;
  readonly keyMs: number;
  readonly bareMs: number;
  readonly heapMb: number;
  readonly blockMs: number;
  readonly pageBlockMs: number;
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
    await page.evaluate(WATCH);
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
      pageBlockMs: Number(await page.evaluate('globalThis.longestBlock')),
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
  const found: Found[] = [];
  for (const size of String(values.sizes).split(',').map(Number)) {
    const one = await measureSize(size);
    const { wakeMs, bytes, keyMs, bareMs, heapMb, blockMs, pageBlockMs } = one;
    const name = `directory of ${size.toLocaleString('en')}`;
    found.push(one);
    measures.push(
      measure(`${name}: first rows from storage after a wake`, wakeMs, 'ms', 500),
      measure(`${name}: bytes at a sign-in after the first sync`, bytes / 1000, 'kB', 50),
      measure(`${name}: key → painted, p95, beyond a bare input's`, Math.max(0, keyMs - bareMs) / FRAME_MS, 'frames', 1),
      measure(`${name}: the host's heap`, heapMb, 'MB', 40),
      measure(`${name}: the host's longest block`, blockMs, 'ms', 50),
      measure(`${name}: the page's longest block`, pageBlockMs, 'ms', 50),
    );
  }
  const ratio = (of: (one: Found) => number) => Math.max(...found.map(of)) / of(found[0]!);
  measures.push(
    measure(
      'directory: first rows of the slowest size to those of the smallest',
      ratio(({ wakeMs }) => wakeMs),
      '×',
      1.5,
    ),
    measure(
      'directory: key → painted of the slowest size to that of the smallest',
      ratio(({ keyMs }) => keyMs),
      '×',
      1.5,
    ),
    measure(
      'directory: heap of the greediest size to that of the smallest',
      ratio(({ heapMb }) => heapMb),
      '×',
      1.5,
    ),
  );
  return measures;
}
