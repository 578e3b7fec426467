import type { BrowserContext, Page } from 'playwright-core';
import { Colleague } from './colleague.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const FEW = 100;
const MANY = [1_000, 10_000] as const;
/** How often each is measured. The longest takes long to be written. */
const ROUNDS = { [FEW]: 3, [MANY[0]]: 2, [MANY[1]]: 1 } as const;
/** Prosody stores messages faster in memory than in SQLite. */
const IN_MEMORY = 'storage = { archive = "memory" }\nstorage_archive_item_limit = 100000';
/** How far back is scrolled, in a chat with the smaller of these. */
const SCROLLED = 900;

/**
 * Measures how long a desk that was away takes to paint the newest message of a chat, with 1,000 and 10,000 messages that it hasn't read yet, against one
 * with 100; the same once it has read them all; and how fast the first of these is scrolled back.
 */
export async function measureArchive(): Promise<readonly Measure[]> {
  // By turns, as everything that is compared.
  const readers = [0, 1, 2].flatMap((round) =>
    ([FEW, ...MANY] as const).filter((count) => round < ROUNDS[count]).map((count) => ({ count, logon: `reader-${count}-${round}` })),
  );
  const members = [...readers.map(({ logon }) => logon), 'colleague'].map((logon) => ({ jid: `${logon}@localhost`, name: logon }));
  const site = await openBenchSite('archive', ['colleague', ...readers.map(({ logon }) => logon)], [{ name: 'Team', members }], {
    extraConfig: IN_MEMORY,
  });
  try {
    const unread = new Map<number, number[]>();
    const read = new Map<number, number[]>();
    const scrolled: Awaited<ReturnType<typeof scrollBack>>[] = [];
    for (const { count, logon } of readers) {
      const context = await leaveWithUnread(site, logon, count);
      for (const ms of [unread, read]) {
        const page = await openPage(context, site);
        const took = await page.evaluate((input) => openDesk(...input), [logon, Colleague.text(count)] as const);
        ms.set(count, [...(ms.get(count) ?? []), took]);
        await page.evaluate(() => untilRead());
        if (count === MANY[0] && ms === read) scrolled.push(await page.evaluate((entries) => scrollBack(entries), SCROLLED));
        await page.close();
      }
      await context.close();
    }
    const toFew = (ms: ReadonlyMap<number, readonly number[]>, count: number) =>
      percentile(ms.get(count) ?? [], 0.5) / percentile(ms.get(FEW) ?? [], 0.5);
    return [
      ...MANY.flatMap((count) => [
        measure(`chat with ${count.toLocaleString('en')} new messages: newest painted, p50, to ${FEW}`, toFew(unread, count), '×', 1.2),
        measure(`chat with ${count.toLocaleString('en')} messages that were read: the same`, toFew(read, count), '×', 1.2),
      ]),
      measure(
        'scrolling back: a thousand entries, p50',
        percentile(
          scrolled.map(({ perThousandMs }) => perThousandMs),
          0.5,
        ),
        'ms',
        1_000,
      ),
      measure(
        'scrolling back: longest time without an earlier entry',
        Math.max(...scrolled.map(({ longestStallMs }) => longestStallMs)),
        'ms',
        100,
      ),
    ];
  } finally {
    await site.stop();
  }
}

/** An agent's browser profile, with a session of which so many messages came after the browser was closed. */
async function leaveWithUnread(site: BenchSite, logon: string, count: number): Promise<BrowserContext> {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 640 } });
  const page = await openPage(context, site);
  const colleague = await Colleague.signIn(site.service, 'colleague', logon);
  await page.evaluate((reader) => signInReader(reader), { service: site.service, logon });
  await colleague.write(0, 0);
  await page.evaluate(() => acceptSession());
  await page.close();
  await colleague.write(1, count);
  colleague.close();
  return context;
}

async function openPage(context: BrowserContext, site: BenchSite): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.origin}/bench/reading.html`);
  await page.waitForFunction(() => 'openDesk' in globalThis);
  return page;
}
