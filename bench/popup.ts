import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { copyExtension, type ExtensionBrowser, type ExtensionPage, startExtensionBrowser } from './extension-browser.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), '.test/bench-popup-extension');
const ROUNDS = 7;
const TARGETS = 50;

/**
 * Measures the popup's first opening after the browser's start: no view has been open yet, and the background has the keys of an earlier sign-in. The
 * yardstick is a page of the same extension, in such a browser too, which signs in, fetches the roster and shows it as plain rows. Both are timed
 * from their navigation to the first frame with all rows, so that the rest of the background's start and its sign-in count. The bytes that are loaded
 * in that opening are counted too.
 */
export async function measurePopup(): Promise<readonly Measure[]> {
  const others = Array.from({ length: TARGETS }, (_, index) => ({ jid: `agent${index}@localhost`, name: `Agent Number ${index}` }));
  const site = await openBenchSite(
    'popup',
    ['reader'],
    [{ name: 'Team', members: [{ jid: 'reader@localhost', name: 'Reader' }, ...others] }],
  );
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  try {
    const extension = join(FOLDER, 'extension');
    const profile = join(FOLDER, 'profile');
    await copyExtension(extension);
    const account = { service: site.service, username: 'reader', password: 'reader', targets: TARGETS };
    const yardstick = `bench/popup-yardstick.html?${new URLSearchParams({ ...account, targets: String(TARGETS) }).toString()}`;
    const openCold = async <T>(path: string, use: (opened: ExtensionPage, browser: ExtensionBrowser) => Promise<T>): Promise<T> => {
      const browser = await startExtensionBrowser(extension, profile);
      try {
        return await use(await browser.open(path), browser);
      } finally {
        await browser.close();
      }
    };

    await openCold('workspace.html', ({ page }) => signIn(page, account));
    const ratios: number[] = [];
    let inPage: readonly string[] = [];
    let inBackground: readonly string[] = [];
    // There is one round more than is counted: in the first, the caches of the profile and of the server are cold.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bareMs = await openCold(yardstick, ({ page }) => untilUsable(page));
      const popupMs = await openCold('popup.html', async (opened, browser) => {
        const ms = await untilUsable(opened.page);
        inPage = [...opened.loaded];
        inBackground = await browser.backgroundScripts();
        return ms;
      });
      if (round > 0) ratios.push(popupMs / bareMs);
    }
    const kilobytes = async (names: readonly string[]) => {
      const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(extension, name)), { level: 9 }).length));
      return sizes.reduce((sum, size) => sum + size, 0) / 1000;
    };
    return [
      measure('bytes to the first usable popup, background included', await kilobytes([...inPage, ...inBackground]), 'kB gzip', 130),
      measure("bytes of it in the popup's page", await kilobytes(inPage), 'kB gzip', 60),
      measure(`popup, cold → usable Team Communicator, ${TARGETS} targets, to bare`, percentile(ratios, 0.5), '×', 2),
    ];
  } finally {
    await site.stop();
    await rm(FOLDER, { recursive: true, force: true });
  }
}

async function signIn(page: Page, { service, username, password }: BenchAccount): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(`${username}@localhost`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('textbox', { name: /^Server/ }).fill(service);
  // Otherwise the next browser begins with the sign-in form.
  await page.getByRole('checkbox', { name: 'Keep me signed in' }).check();
  await page.getByRole('button', { name: 'Sign In' }).click();
  await untilUsable(page);
}

/** Milliseconds from the navigation to the first frame in which all targets can be chosen from. It looks once per frame. */
async function untilUsable(page: Page): Promise<number> {
  const found = await page.waitForFunction((targets) => {
    if (document.documentElement.dataset.state === 'usable') return performance.now();
    const roots: ParentNode[] = [document];
    for (const root of roots) {
      const grid = root.querySelector('[role="grid"]');
      if (grid?.querySelector('[role="row"] button') && Number(grid.ariaRowCount ?? grid.getAttribute('aria-rowcount')) >= targets)
        return performance.now();
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
    }
    return 0;
  }, TARGETS);
  return found.jsonValue();
}
