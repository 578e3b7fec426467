import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { findFreePort } from '../demo/free-port.ts';

/*
 * `npm run screenshots`: makes the pictures for the stores of the running demo, 1280 × 800, as deploy/store/screenshots/NAME.png. Nobody in them is a real person. Run it
 * after a change of the views, look at them, and commit them.
 */

const FOLDER = 'deploy/store/screenshots';
const SIZE = { width: 1280, height: 800 };
const QUESTION = 'Is invoice 20931 a duplicate? The customer has paid it twice.';
const ANSWER = 'It is: 20931 and 20932 are the same order. I have started the refund.';

/** Starts the demo, and gives its address once it is ready. */
async function startDemo(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const args = ['setup.mjs', '--quiet', 'demo/main.ts', '--reset', '--port', String(await findFreePort())];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data) => {
      const found = /Ready: (http:\S+)/.exec((output += String(data)))?.[1];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`The demo has ended. ${output}`)));
  });
  return {
    address,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A desk of its own browser context, as of an agent at another computer. */
async function openDesk(browser: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('button', { name: /^Your status/ })).toBeVisible({ timeout: 60_000 });
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
}

const demo = await startDemo();
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  await mkdir(FOLDER, { recursive: true });
  const shoot = (page: Page, name: string) => page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
  const [alice, bob] = await Promise.all([
    openDesk(browser, `${demo.address}desk/alice`, 'light'),
    openDesk(browser, `${demo.address}desk/bob`, 'dark'),
  ]);
  await alice.getByRole('button', { name: 'Actions for Bob Martin' }).click();
  await shoot(alice, '1-team-communicator');
  await alice.getByRole('menuitem', { name: 'Send an Instant Message to Bob Martin' }).click();
  const invitation = bob.getByRole('alertdialog', { name: 'Instant message from Alice Turner' });
  await expect(invitation).toBeVisible();
  await shoot(bob, '2-invitation-dark');
  await invitation.getByRole('button', { name: 'Accept' }).click();
  await expect(alice.getByRole('status', { name: 'bob, Connected' })).toBeVisible();
  await say(alice, QUESTION);
  await expect(bob.getByText(QUESTION).first()).toBeVisible();
  await say(bob, ANSWER);
  await expect(alice.getByText(ANSWER).first()).toBeVisible();
  await shoot(alice, '3-conversation');
} finally {
  await browser.close();
  await demo.stop();
}
