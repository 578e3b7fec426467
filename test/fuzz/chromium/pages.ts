import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from '@playwright/test';
import { build } from 'rolldown';
import { BROWSER, productPlugins } from '../../../build/bundling.mjs';
import type { Hosts } from '../fuzzer.ts';
import { visibleMembers } from '../visible-members.ts';

const EXECUTABLES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** The page's script. It is bundled as the product is, with the StanzaJS that agents get. */
async function bundle(): Promise<string> {
  const { output } = await build({
    ...BROWSER,
    input: 'test/fuzz/chromium/page.ts',
    plugins: [visibleMembers(), productPlugins()],
    output: { codeSplitting: false },
    write: false,
  });
  return output[0].code;
}

/** A browser whose pages have two session hosts each. Each block has its own page, database and process. */
export async function openChromium(): Promise<Hosts> {
  const script = await bundle();
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Fuzz</title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? EXECUTABLES.find((path) => existsSync(path)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--js-flags=--expose-gc',
      '--enable-precise-memory-info',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
    ],
  });
  return {
    subject: async (runs) => {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.waitForFunction(() => 'fuzzBlock' in window);
        return await page.evaluate((all) => window.fuzzBlock(all), runs);
      } finally {
        await context.close();
      }
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
