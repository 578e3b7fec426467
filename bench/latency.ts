import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Measure, measure, percentile } from './measure.ts';
import { openConversePage, startConverseServer } from './converse-site.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const FRAME_MS = 1000 / 60;
const ROUNDS = 80;
/** The pause between rounds. It is long enough for both pages to be idle again, and random, so that rounds never fall in step with the frames. */
const PAUSE_MS = [45, 75] as const;

const AGENTS = [
  { logon: 'anna', name: 'Anna Adams', bareLogon: 'bare-one', converseLogon: 'converse-one' },
  { logon: 'ben', name: 'Ben Baker', bareLogon: 'bare-two', converseLogon: 'converse-two' },
] as const;

/**
 * Measures a message from Enter at one desk to the other's DOM and to its paint there, by turns with the same stanza between two bare sockets, and with
 * a message between two pages of converse.js.
 */
export async function measureLatency(): Promise<readonly Measure[]> {
  const accounts = AGENTS.flatMap(({ logon, bareLogon, converseLogon }) => [logon, bareLogon, converseLogon]);
  const members = AGENTS.map(({ logon, name }) => ({ jid: `${logon}@localhost`, name }));
  const site = await openBenchSite('latency', accounts, [{ name: 'Team', members }]);
  const converse = await startConverseServer();
  try {
    const [anna, ben] = AGENTS;
    const [from, to] = [await openPage(site, anna), await openPage(site, ben)];
    const sessionId = await from.evaluate((name) => invite(name), ben.name);
    await to.evaluate(() => accept());
    await Promise.all([from, to].map((page) => page.evaluate(() => untilConnected())));
    const [one, two] = [anna.converseLogon, ben.converseLogon];
    const [converseFrom, converseTo] = [
      await openConversePage(site, converse.origin, one, two),
      await openConversePage(site, converse.origin, two, one),
    ];

    const bare: number[] = [];
    const desk: Seen[] = [];
    const byConverse: Seen[] = [];
    // There is one round more than is counted: the first begins the chat of converse.js.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const text = `Round ${round}: is invoice 2093${round} a duplicate?`;
      const message = [ben.bareLogon, sessionId, `bare-${round}`, text] as const;
      await to.evaluate((id) => watchBare(id), message[2]);
      const bareStart = await from.evaluate((stanza) => sendBare(...stanza), message);
      const bareMs = (await to.evaluate(() => seen)).at - bareStart;
      await idle();
      const seenAtDesk = await timeMessage(from, to, text);
      const seenByConverse = await timeMessage(converseFrom, converseTo, text);
      if (round === 0) continue;
      bare.push(bareMs);
      desk.push(seenAtDesk);
      byConverse.push(seenByConverse);
    }

    const inDomMs = percentile(
      desk.map(({ domMs }) => domMs),
      0.5,
    );
    const converseMs = percentile(
      byConverse.map(({ domMs }) => domMs),
      0.5,
    );
    const painted = desk.map(({ paintedMs }) => paintedMs);
    const beyondBare = (share: number) => (percentile(painted, share) - percentile(bare, share)) / FRAME_MS;
    return [
      measure('message: Enter → in the other DOM, p50, to bare', inDomMs / percentile(bare, 0.5), '×', 5),
      measure('message: Enter → in the other DOM, p50, to converse.js', inDomMs / converseMs, '×', 0.5),
      measure('message: Enter → painted, p50, beyond bare', beyondBare(0.5), 'frames', 1),
      measure('message: Enter → painted, p95, beyond bare', beyondBare(0.95), 'frames', 2),
    ];
  } finally {
    await site.stop();
    await converse.stop();
  }
}

/** What became of one message: milliseconds from Enter. */
interface Seen {
  readonly domMs: number;
  readonly paintedMs: number;
}

async function timeMessage(from: Page, to: Page, text: string): Promise<Seen> {
  await to.evaluate((awaited) => watchDesk(awaited), text);
  await from.evaluate((typed) => type(typed), text);
  await idle();
  const start = await from.evaluate(() => pressEnter());
  const { at, paintedAt = NaN } = await to.evaluate(() => seen);
  await idle();
  return { domMs: at - start, paintedMs: paintedAt - start };
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
