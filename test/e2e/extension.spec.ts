import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { connectDesks, insertEmoji, transcript } from '../fixtures/im.ts';

const EXTENSION = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/chrome');

test('the extension loads, signs in and talks from a page of its own', async ({ openDesk, site, team: { a, b } }) => {
  const profile = await mkdtemp(join(tmpdir(), 'backchannel-extension-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: false,
    args: [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--disable-extensions-except=${EXTENSION}`, `--load-extension=${EXTENSION}`, '--disable-features=DisableLoadExtensionCommandLineSwitch',
    ],
  }); // prettier-ignore
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const page = await context.newPage();
    const errors = consoleErrors(page);
    await page.goto(new URL('workspace.html', worker.url()).href);
    await page.getByRole('textbox', { name: 'Address' }).fill(a.jid);
    await page.getByLabel('Password').fill(a.password);
    await page.getByRole('textbox', { name: /^Server/ }).fill(site.websocket);
    await page.getByRole('button', { name: 'Sign In' }).click();
    await waitUntilConnected(page);
    const ben = await openDesk(b);
    await connectDesks([page, a], [ben, b]);
    await insertEmoji(page, 'thumbs up');
    await page.keyboard.type(' from the extension');
    await page.keyboard.press('Enter');
    await expect(transcript(ben)).toContainText(/👍.? from the extension/u);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});
