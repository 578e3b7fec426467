import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { buildExtensionWhenStale } from '../demo/build.ts';
import { CHROMIUM } from './site.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Copies the extension, built if need be, with the bench's pages among its own. */
export async function copyExtension(folder: string): Promise<void> {
  await buildExtensionWhenStale();
  await cp(join(ROOT, 'dist/chrome'), folder, { recursive: true });
  await cp(join(ROOT, 'bench/pages'), join(folder, 'bench'), { recursive: true });
}

/** One of the extension's pages, and the scripts and style sheets that it has asked for so far. */
export interface ExtensionPage {
  readonly page: Page;
  readonly loaded: ReadonlySet<string>;
}

/** A browser that has just started, with an extension in it. */
export interface ExtensionBrowser {
  /** Opens a page, and resolves as soon as its document is there. */
  open(path: string): Promise<ExtensionPage>;
  close(): Promise<void>;
}

/** Starts Chromium with the extension, on a profile that may be an earlier start's. */
export async function startExtensionBrowser(extension: string, profile: string): Promise<ExtensionBrowser> {
  const args = [
    '--headless=new',
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    '--disable-features=DisableLoadExtensionCommandLineSwitch',
  ];
  const context = await chromium.launchPersistentContext(profile, {
    ...CHROMIUM,
    headless: false,
    locale: 'en-GB',
    args: [...CHROMIUM.args, ...args],
  });
  const background = await backgroundAddress(context);
  return {
    async open(path) {
      const page = await context.newPage();
      const loaded = new Set<string>();
      // The page's own list of resources leaves out an extension's.
      page.on(
        'request',
        (request) =>
          void (['script', 'stylesheet'].includes(request.resourceType()) && loaded.add(new URL(request.url()).pathname.slice(1))),
      );
      await page.goto(new URL(path, background).href, { waitUntil: 'commit' });
      return { page, loaded };
    },
    close: () => context.close(),
  };
}

async function backgroundAddress(context: BrowserContext): Promise<string> {
  return (context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))).url();
}
