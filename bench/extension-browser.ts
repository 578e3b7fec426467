import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { buildExtensionWhenStale } from '../demo/build.ts';
import { CHROMIUM } from './site.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Copies the extension, which is built if it is stale, and adds the bench's pages to it. */
export async function copyExtension(folder: string): Promise<void> {
  await buildExtensionWhenStale();
  await cp(join(ROOT, 'dist/chrome'), folder, { recursive: true });
  await cp(join(ROOT, 'bench/pages'), join(folder, 'bench'), { recursive: true });
}

/** How the background gets its parts (build/worker-parts.js). */
declare const require: { readonly cache: ReadonlyMap<string, unknown> };

/** One of the extension's pages, with the scripts and style sheets that it has requested so far. */
export interface ExtensionPage {
  readonly page: Page;
  readonly loaded: ReadonlySet<string>;
}

/** A browser with the extension, which has just started. */
export interface ExtensionBrowser {
  /** Opens a page; resolves when its document is loaded. */
  open(path: string): Promise<ExtensionPage>;
  /** The scripts of the background that have run so far. */
  backgroundScripts(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts Chromium with the extension. The profile may be that of an earlier start. */
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
  const background = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return {
    async open(path) {
      const page = await context.newPage();
      const loaded = new Set<string>();
      // The page's own list of resources leaves out those of an extension.
      page.on(
        'request',
        (request) =>
          void (['script', 'stylesheet'].includes(request.resourceType()) && loaded.add(new URL(request.url()).pathname.slice(1))),
      );
      await page.goto(new URL(path, background.url()).href, { waitUntil: 'commit' });
      return { page, loaded };
    },
    async backgroundScripts() {
      const parts = await background.evaluate(() => [...require.cache.keys()]);
      return ['background.js', ...parts.map((part) => part.replace('./', ''))];
    },
    close: () => context.close(),
  };
}
