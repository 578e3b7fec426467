import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const ROWS = 100_000;
const ROUNDS = 5;
const FRAME_MS = 16;

/** What agents type: words that a tenth of all have, beginnings, several words, a number, nothing that there is; sorted in every way. */
const TYPED = ['refund', 'r', 'storung', 'invoice twice', 'splitter warranty', 'agent 7', '10042', 'zebrafish', '', 'kund vertr'];
const SORTS = ['start', 'length', 'subject', 'agent', 'medium', 'outcome'] as const;
const QUESTIONS = TYPED.flatMap((search) => SORTS.map((sort, index) => ({ search, sort, order: index % 2 ? 'asc' : 'desc' }) as const));

/**
 * Searches of one contact's history in the cache, five times as long as any is kept, from the page's question to its answer from the
 * worker; beside looking for one word in as many bare strings, which takes 10 ms: the aim is 50. The first sort by each column isn't measured: it is kept.
 */
export async function measureContactHistory(): Promise<readonly Measure[]> {
  const site = await openBenchSite('contact-history', ['reader'], []);
  try {
    const page = await (await site.browser.newContext()).newPage();
    await page.goto(`${site.origin}/bench/contact-history.html`);
    await page.waitForFunction(() => 'openHistory' in globalThis);
    await page.evaluate((input) => openHistory(input), { service: site.service, rows: ROWS });
    await page.evaluate((questions) => searchHistory(questions), QUESTIONS);
    const bare: number[] = [];
    const searches: number[] = [];
    const blocks: number[] = [];
    const idle: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const word of TYPED) bare.push(await page.evaluate((search) => scanBare(search), word));
      searches.push(...(await page.evaluate((questions) => searchHistory(questions), QUESTIONS)));
      idle.push(await page.evaluate(() => longestBlock([])));
      blocks.push(await page.evaluate((questions) => longestBlock(questions), QUESTIONS));
    }
    const rows = ROWS.toLocaleString('en');
    return [
      measure(
        `contact history: search over ${rows} cached rows, p95, to a bare scan`,
        percentile(searches, 0.95) / percentile(bare, 0.95),
        '×',
        5,
      ),
      // What else the machine does can only make it longer, and does so to an idle page too.
      measure(
        'contact history: longest that searches keep the page, to a frame',
        Math.max(0, Math.min(...blocks) - Math.min(...idle)) / FRAME_MS,
        '×',
        1,
      ),
    ];
  } finally {
    await site.stop();
  }
}
