import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Measure, measure } from './measure.ts';
import { openBenchSite } from './site.ts';

const EMBED = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/embed');
const WORKER = 'shared-worker.js';

/** Measures how many bytes a browser has loaded when the Team Communicator can first be used. */
export async function measureBytes(): Promise<readonly Measure[]> {
  const members = ['reader', 'colleague'].map((name) => ({ jid: `${name}@localhost`, name }));
  const site = await openBenchSite('bytes', ['reader'], [{ name: 'Team', members }]);
  try {
    const page = await (await site.browser.newContext()).newPage();
    await page.goto(`${site.origin}/bench/sign-in.html`);
    await page.waitForFunction(() => 'signInDesk' in globalThis);
    await page.evaluate((input) => signInDesk(input), { service: site.service, username: 'reader', password: 'reader', targets: 1 });
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const loaded = new Set(
      urls
        .map((url) => new URL(url).pathname)
        .filter((path) => path.startsWith('/embed/') && /\.(js|css)$/.test(path))
        .map((path) => path.slice('/embed/'.length)),
    );
    const worker = new Set([WORKER]);
    for (const script of worker) {
      // The page's own list leaves the worker's scripts out in some versions.
      loaded.add(script);
      for (const [, chunk] of (await readFile(join(EMBED, script), 'utf8')).matchAll(/(?:from|import)\s*"\.\/(chunk-[^"]+)"/g))
        worker.add(chunk ?? '');
    }
    const sizes = await Promise.all(
      [...loaded].map(async (name) => ({ name, gzip: gzipSync(await readFile(join(EMBED, name)), { level: 9 }).length })),
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
        kilobytes((name) => !worker.has(name)),
        'kB gzip',
        60,
      ),
    ];
  } finally {
    await site.stop();
  }
}
