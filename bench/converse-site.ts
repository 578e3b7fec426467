import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { fetchConverse } from './converse-package.ts';
import { startPlainServer } from './plain-server.ts';
import type { BenchSite } from './site.ts';

const PAGES = join(dirname(fileURLToPath(import.meta.url)), 'pages');

/** Serves converse.js with the bench's pages. */
export async function startConverseServer(): ReturnType<typeof startPlainServer> {
  return startPlainServer({ '/converse/': await fetchConverse(), '/bench/': PAGES });
}

/** Opens converse.js in a browser profile of its own, signed in, with the chat with a colleague. */
export async function openConversePage(site: BenchSite, origin: string, logon: string, peer: string): Promise<Page> {
  const context = await site.browser.newContext({ viewport: { width: 1280, height: 640 } });
  const page = await context.newPage();
  await page.goto(`${origin}/bench/converse.html`);
  await page.waitForFunction(() => 'signInConverse' in globalThis);
  await page.evaluate((agent) => signInConverse(agent), { service: site.service, logon, peer });
  return page;
}
