import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const ROUNDS = 15;

/**
 * Measures how long `openWorkspace` takes until `ready`, with a session host that has to be started and nothing stored. The yardstick is a SharedWorker of one
 * line that says that it is there. Each time both start a worker of their own.
 */
export async function measureReady(): Promise<readonly Measure[]> {
  const site = await openBenchSite('ready', [], []);
  try {
    const page = await (await site.browser.newContext()).newPage();
    await page.goto(`${site.origin}/bench/ready.html`);
    await page.waitForFunction(() => 'timeReady' in globalThis);
    const bare: number[] = [];
    const ready: number[] = [];
    // There is one round more than is counted, in which the caches are cold.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [bareMs, readyMs] = [await page.evaluate(() => timeBareWorker()), await page.evaluate(() => timeReady())];
      if (round === 0) continue;
      bare.push(bareMs);
      ready.push(readyMs);
    }
    const ratio = percentile(ready, 0.5) / percentile(bare, 0.5);
    return [measure('openWorkspace: until ready, p50, to a SharedWorker that does nothing', ratio, '×', 6)];
  } finally {
    await site.stop();
  }
}
