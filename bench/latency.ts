import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const FRAME_MS = 1000 / 60;
const ROUNDS = 80;

/** Enter at one desk → in the other's DOM → painted there, beside the same stanza between two bare sockets. */
export async function measureLatency(): Promise<readonly Measure[]> {
  const desks = [
    { logon: 'anna', name: 'Anna Adams', password: 'anna' },
    { logon: 'ben', name: 'Ben Baker', password: 'ben' },
  ] as const;
  const bares = ['bare-one', 'bare-two'].map((username) => ({ username, password: username }));
  const members = desks.map(({ logon, name }) => ({ jid: `${logon}@localhost`, name }));
  const site = await openBenchSite('latency', [...desks.map(({ logon }) => logon), ...bares.map(({ username }) => username)], [{ name: 'Team', members }]);
  try {
    const page = await (await site.browser.newContext({ viewport: { width: 1280, height: 640 } })).newPage();
    await page.goto(`${site.origin}/bench/latency.html`);
    await page.waitForFunction(() => 'timeMessages' in globalThis);
    const { bare, inDom, painted } = await page.evaluate((input) => timeMessages(input), { service: site.service, desks, bares, rounds: ROUNDS, pauseMs: 60 });
    const bareMs = percentile(bare, 0.5);
    return [
      measure('message: Enter → in the other DOM, p50, to bare', percentile(inDom, 0.5) / bareMs, '×', 8),
      measure('message: Enter → painted, p50, beyond bare', (percentile(painted, 0.5) - bareMs) / FRAME_MS, 'frames', 2),
      measure('message: Enter → painted, p95, beyond bare', (percentile(painted, 0.95) - bareMs) / FRAME_MS, 'frames', 3),
    ];
  } finally {
    await site.stop();
  }
}
