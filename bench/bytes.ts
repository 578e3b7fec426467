import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Measure, measure } from './measure.ts';
import { openBenchSite } from './site.ts';

const EMBED = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/embed');
const WORKER = 'shared-worker.js';

const FOLDER = '/embed/';
const isOurs = (path: string) => path.startsWith(FOLDER) && /\.(js|css)$/.test(path);
const nameOf = (path: string) => path.slice(FOLDER.length);

/** Measures how many bytes a browser has loaded when the Team Communicator can first be used. */
export async function measureBytes(): Promise<readonly Measure[]> {
  const members = ['reader', 'colleague'].map((name) => ({ jid: `${name}@localhost`, name }));
  const site = await openBenchSite('bytes', ['reader'], [{ name: 'Team', members }]);
  try {
    const page = await (await site.browser.newContext()).newPage();
    await page.goto(`${site.origin}/bench/sign-in.html`);
    await page.waitForFunction(() => 'signInDesk' in globalThis);
    await page.evaluate((input) => signInDesk(input), { service: site.service, username: 'reader', password: 'reader', targets: 1 });
    // Also what a worker has loaded, and that later than its own script.
    const loaded = [...site.requested].filter(isOurs).map(nameOf);
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const inPage = new Set(urls.map((url) => nameOf(new URL(url).pathname)));
    const sizes = await Promise.all(
      loaded.map(async (name) => ({ name, gzip: gzipSync(await readFile(join(EMBED, name)), { level: 9 }).length })),
    );
    const kilobytes = (isCounted: (name: string) => boolean) =>
      sizes.reduce((sum, { name, gzip }) => sum + (isCounted(name) ? gzip : 0), 0) / 1000;
    return [
      measure(
        'bytes to the first usable Team Communicator',
        kilobytes(() => true),
        'kB gzip',
        130,
      ),
      measure(
        "bytes of it on the page's main thread",
        kilobytes((name) => name !== WORKER && inPage.has(name)),
        'kB gzip',
        60,
      ),
    ];
  } finally {
    await site.stop();
  }
}
