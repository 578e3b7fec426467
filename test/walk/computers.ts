import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type BrowserContext, expect } from '@playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { FirefoxPage } from '../fixtures/firefox.ts';
import { FirefoxChrome } from '../fixtures/firefox-chrome.ts';
import { manageBrowser } from '../fixtures/managed-browser.ts';
import { startManagedChromium } from '../fixtures/managed-chromium.ts';

/** A browser that starts on a busy machine takes a while. */
const PATIENCE = { timeout: 90_000, intervals: [200] };

export interface ChromiumComputer {
  readonly context: BrowserContext;
  stop(): Promise<void>;
}

/** Starts Chromium with the machine's policies, with the profile of its last start. It trusts the organisation's certificate. */
export async function startChromium(folder: string, policies: object, certificate: string): Promise<ChromiumComputer> {
  const { publicKey } = new X509Certificate(await readFile(certificate));
  const trusted = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  const { context, quit } = await startManagedChromium(folder, policies, [
    `--ignore-certificate-errors-spki-list=${trusted}`,
    '--lang=en-GB',
  ]);
  return { context, stop: quit };
}

export interface FirefoxComputer {
  open(url: string): Promise<Page>;
  /** The names of all cookies, whatever page is open. */
  cookies(): Promise<readonly string[]>;
  /** The main window's tab, which the extension opens because it is new. */
  workspace(): Promise<FirefoxPage>;
  stop(): Promise<void>;
}

/** Starts Firefox with the machine's policies, with the profile of its last start. */
export async function startFirefox(folder: string, policies: object): Promise<FirefoxComputer> {
  const managed = await manageBrowser('firefox', { policies });
  const browser = await launch({
    browser: 'firefox',
    executablePath: managed.executablePath,
    userDataDir: folder,
    headless: true,
    args: ['--remote-allow-system-access', '--width=1100', '--height=760'],
    // Updates by http: are refused otherwise, from this machine too.
    extraPrefsFirefox: { 'extensions.checkUpdateSecurity': false, 'intl.accept_languages': 'en-GB' },
  });
  const chrome = await FirefoxChrome.of(browser);
  return {
    async workspace() {
      let found: Page | undefined;
      await expect(async () => {
        for (const page of await browser.pages())
          if ((await page.evaluate(() => location.protocol).catch(() => '')) === 'moz-extension:') found = page;
        expect(found).toBeTruthy();
      }).toPass(PATIENCE);
      if (!found) throw new Error('The extension has opened no tab.');
      return new FirefoxPage(chrome, found);
    },
    async open(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    cookies: async () => (await browser.cookies()).map(({ name }) => name),
    async stop() {
      await browser.close();
      await managed.remove();
    },
  };
}
