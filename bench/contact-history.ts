import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const ROWS = 100_000;
const ROUNDS = 5;
const FRAME_MS = 16;

/** Search texts as agents type them: words that a tenth of the rows have, beginnings, several words, a number, and words that no row has. */
const TYPED = ['refund', 'r', 'storung', 'invoice twice', 'splitter warranty', 'agent 7', '10042', 'zebrafish', '', 'kund vertr'];
const SORTS = ['start', 'length', 'subject', 'agent', 'medium', 'outcome'] as const;
const QUESTIONS = TYPED.flatMap((search) => SORTS.map((sort, index) => ({ search, sort, order: index % 2 ? 'asc' : 'desc' }) as const));

/**
 * Measures searches of one contact's history in the cache, from the page's question to the worker's answer. The history is five times as long as the
 * longest that is kept. The yardstick is a search for one word in as many bare strings, which takes 10 ms; the aim of 5 times that is 50 ms. The
 * first sort by each column isn't measured, because its result is kept for later searches.
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
      // The machine's other work can only lengthen a block, and lengthens an idle page's too. So the shortest of each are compared.
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
