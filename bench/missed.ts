import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { WireProxy } from '../test/fixtures/wire-proxy.ts';
import { Colleague } from './colleague.ts';
import { openConversePage, startConverseServer } from './converse-site.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const ROUNDS = 3;
const MISSED = 200;
const [DESK, CONVERSE, BARE] = ['desk-reader', 'converse-reader', 'bare-reader'];
const READERS = [DESK, CONVERSE, BARE] as const;

/**
 * Measures how long it takes to catch up when the connection was cut and a colleague has written 200 messages meanwhile: from the moment at which the
 * network lets the waiting attempt to connect through until the last message is painted. The yardstick is a bare socket, which signs in, reads the
 * archive and shows plain rows.
 */
export async function measureMissed(): Promise<readonly Measure[]> {
  const colleagues = READERS.map((reader) => `${reader}-colleague`);
  const groups = READERS.map((reader) => ({
    name: reader,
    members: [reader, `${reader}-colleague`].map((logon) => ({ jid: `${logon}@localhost`, name: logon })),
  }));
  const site = await openBenchSite('missed', [...READERS, ...colleagues], groups);
  const converse = await startConverseServer();
  const proxies = [await WireProxy.start(site.service), await WireProxy.start(site.service)] as const;
  try {
    const [forDesk, forConverse] = proxies;
    const [toDesk, toConverse, toBare] = [
      await Colleague.signIn(site.service, `${DESK}-colleague`, DESK),
      await Colleague.signIn(site.service, `${CONVERSE}-colleague`, CONVERSE),
      await Colleague.signIn(site.service, `${BARE}-colleague`, BARE),
    ];
    const [desk, bare] = [await openPage(site), await openPage(site)];
    await desk.evaluate((reader) => signInReader(reader), { service: forDesk.websocket, logon: DESK });
    await Promise.all([toDesk, toConverse, toBare].map((colleague) => colleague.write(0, 0)));
    await desk.evaluate(() => acceptSession());
    const converseSite = { ...site, service: forConverse.websocket };
    const conversePage = await openConversePage(converseSite, converse.origin, CONVERSE, `${CONVERSE}-colleague`);

    const ms: { bare: number; desk: number; converse: number }[] = [];
    // There is one round more than is counted: in the first, the server's caches are cold.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [first, last] = [round * MISSED + 1, (round + 1) * MISSED];
      const reader = { service: site.service, logon: BARE };
      const after = await bare.evaluate((account) => lastInArchive(account), reader);
      await toBare.write(first, last);
      const bareMs = await bare.evaluate((input) => catchUpBare(input), { ...reader, after, text: Colleague.text(last) });
      const deskMs = await missAndCatchUp({ page: desk, proxy: forDesk, colleague: toDesk, connections: 2 }, first, last);
      await desk.evaluate(() => untilRead());
      const converseMs = await missAndCatchUp(
        { page: conversePage, proxy: forConverse, colleague: toConverse, connections: 1 },
        first,
        last,
      );
      if (round > 0) ms.push({ bare: bareMs, desk: deskMs, converse: converseMs });
    }
    for (const colleague of [toDesk, toConverse, toBare]) colleague.close();

    const p50 = (name: 'bare' | 'desk' | 'converse') =>
      percentile(
        ms.map((one) => one[name]),
        0.5,
      );
    return [
      measure(`socket cut, ${MISSED} missed → caught up, p50`, p50('desk'), 'ms', 1_000),
      measure(`socket cut, ${MISSED} missed → caught up, p50, to bare`, p50('desk') / p50('bare'), '×', 4),
      measure(`socket cut, ${MISSED} missed → caught up, p50, to converse.js`, p50('desk') / p50('converse'), '×', 1),
    ];
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await converse.stop();
    await site.stop();
  }
}

/** A client whose connection goes through a proxy, and who writes to it meanwhile. */
interface Reader {
  readonly page: Page;
  readonly proxy: WireProxy;
  readonly colleague: Colleague;
  /** How many connections it opens when it tries to connect again. A desk also asks whether the server is in reach. */
  readonly connections: number;
}

/** Has a client miss messages. @returns milliseconds from when the network is back until the last of them is painted */
async function missAndCatchUp({ page, proxy, colleague, connections }: Reader, first: number, last: number): Promise<number> {
  await page.evaluate((text) => watchDesk(text), Colleague.text(last));
  proxy.freeze();
  proxy.cut();
  await colleague.write(first, last);
  while (proxy.connectionCount() < connections) await pause(1);
  const start = performance.timeOrigin + performance.now();
  proxy.thaw();
  const { paintedAt = NaN } = await page.evaluate(() => seen);
  return paintedAt - start;
}

async function openPage(site: BenchSite): Promise<Page> {
  const page = await (await site.browser.newContext({ viewport: { width: 1280, height: 640 } })).newPage();
  await page.goto(`${site.origin}/bench/reading.html`);
  await page.waitForFunction(() => 'catchUpBare' in globalThis);
  return page;
}
