import { setTimeout as pause } from 'node:timers/promises';
import { type Measure, measure, percentile } from './measure.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const FRAME_MS = 1000 / 60;
const ROUNDS = 80;
/** The pause between rounds. It is long enough for both pages to be idle again, and random, so that rounds never fall in step with the frames. */
const PAUSE_MS = [45, 75] as const;

const AGENTS = [
  { logon: 'anna', name: 'Anna Adams', bareLogon: 'bare-one' },
  { logon: 'ben', name: 'Ben Baker', bareLogon: 'bare-two' },
] as const;

/** Measures a message from Enter at one desk to the other's DOM and to its paint there, by turns with the same stanza between two bare sockets. */
export async function measureLatency(): Promise<readonly Measure[]> {
  const accounts = AGENTS.flatMap(({ logon, bareLogon }) => [logon, bareLogon]);
  const members = AGENTS.map(({ logon, name }) => ({ jid: `${logon}@localhost`, name }));
  const site = await openBenchSite('latency', accounts, [{ name: 'Team', members }]);
  try {
    const [anna, ben] = AGENTS;
    const [from, to] = [await openPage(site, anna), await openPage(site, ben)];
    const sessionId = await from.evaluate((name) => invite(name), ben.name);
    await to.evaluate(() => accept());
    await Promise.all([from, to].map((page) => page.evaluate(() => untilConnected())));

    const bare: number[] = [];
    const inDom: number[] = [];
    const painted: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const text = `Round ${round}: is invoice 2093${round} a duplicate?`;
      const message = [ben.bareLogon, sessionId, `bare-${round}`, text] as const;
      await to.evaluate((id) => watchBare(id), message[2]);
      const bareStart = await from.evaluate((stanza) => sendBare(...stanza), message);
      bare.push((await to.evaluate(() => seen)).at - bareStart);
      await idle();

      await to.evaluate((awaited) => watchDesk(awaited), text);
      await from.evaluate((typed) => type(typed), text);
      await idle();
      const start = await from.evaluate(() => pressEnter());
      const { at, paintedAt = NaN } = await to.evaluate(() => seen);
      inDom.push(at - start);
      painted.push(paintedAt - start);
      await idle();
    }

    const bareMs = percentile(bare, 0.5);
    return [
      measure('message: Enter → in the other DOM, p50, to bare', percentile(inDom, 0.5) / bareMs, '×', 8),
      measure('message: Enter → painted, p50, beyond bare', (percentile(painted, 0.5) - bareMs) / FRAME_MS, 'frames', 2),
      measure('message: Enter → painted, p95, beyond bare', (percentile(painted, 0.95) - percentile(bare, 0.95)) / FRAME_MS, 'frames', 3),
    ];
  } finally {
    await site.stop();
  }
}

/** Opens a desk in a browser profile of its own, as each agent has one on their own machine. */
async function openPage(site: BenchSite, { logon, bareLogon }: (typeof AGENTS)[number]) {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 640 } });
  const page = await context.newPage();
  await page.goto(`${site.origin}/bench/latency.html`);
  await page.waitForFunction(() => 'signInBoth' in globalThis);
  await page.evaluate((agent) => signInBoth(agent), { service: site.service, logon, bareLogon });
  return page;
}

function idle() {
  const [least, most] = PAUSE_MS;
  return pause(least + Math.random() * (most - least));
}
