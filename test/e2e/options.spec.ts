import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { expectAccessibleInBothThemes, overflowing } from '../fixtures/accessibility.ts';
import { announceUpdate, badgeOf, type InstalledExtension, stopBackground, updateExtension } from '../fixtures/extension.ts';
import { connectColleague, expectStatus, say, signIn, transcript } from '../fixtures/im.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';

test('the options page: signing in, every setting at once, and what is stored, accessible in both themes', async ({
  extension,
  signInColleague,
  site,
  team: { a, b },
}) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('options.html'));
  await expect(page).toHaveTitle('Backchannel options');
  await expectAccessibleAtAnyWidth(page, 'signed out');
  await signIn(page, a, site.websocket);
  await expect(page.getByText(a.jid)).toBeVisible();
  await expect(page.getByText('Until you sign out')).toBeVisible();

  const main = await extension.context.newPage();
  await main.goto(extension.url('workspace.html'));
  const ben = await signInColleague(b);
  await connectColleague([main, a], [ben, b]);
  await say(main, 'to be deleted');
  await ben.heard(a, 'to be deleted');
  await main.getByRole('button', { name: 'End Session' }).click();
  await main.getByRole('button', { name: 'Mark Done' }).click();

  const data = page.getByRole('region', { name: 'Stored data' });
  await expect(data.getByRole('definition').first()).toHaveText('1');
  await data.getByRole('button', { name: 'Delete History' }).click();
  await expect(data.getByRole('button', { name: 'Keep' })).toBeFocused();
  await expectAccessibleAtAnyWidth(page, 'signed in');
  await data.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(data.getByText('Your history was deleted from this browser.')).toBeVisible();
  await expect(data.getByRole('definition').first()).toHaveText('0');
  await main.getByRole('button', { name: 'My History' }).click();
  await expect(main.getByText('to be deleted')).toHaveCount(0);
  await expect(main.getByRole('row').filter({ hasText: b.logon })).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Gespeicherte Daten' })).toBeVisible();
  await expect(page).toHaveTitle('Backchannel-Optionen');
  await expect(main.getByRole('main', { name: 'Mein Verlauf' })).toBeVisible();
  await expect.poll(() => badgeOf(extension)).toMatchObject({ title: 'Backchannel: Bereit' });
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  await page.getByRole('button', { name: 'Sign Out' }).click();
  await page.getByRole('alertdialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign Out' }).click();
  await expect(page.getByText('Nothing of an agent is stored in this browser')).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual(['backchannel']);

  // An agent who isn't kept signed in stays signed in when the background is stopped, although no key is stored.
  await signIn(page, a, site.websocket, { isKept: false });
  await expect(page.getByText('Until the browser is closed')).toBeVisible();
  expect(await storedSecrets(page)).toEqual([]);
  await stopBackground(extension);
  await page.reload();
  await waitUntilConnected(page);
  await expect(page.getByText(a.jid)).toBeVisible();
});

test('an update of the extension goes on with the sessions that there are; the next one waits until none goes on', async ({
  newExtension: extension,
  signInColleague,
  site,
  team: { a, b },
}) => {
  const { context, firstTab } = extension;
  await signIn(firstTab, a, site.websocket);
  const ben = await signInColleague(b);
  await connectColleague([firstTab, a], [ben, b]);
  ben.say(a, 'before');
  await expect(transcript(firstTab)).toContainText('before');

  await updateExtension(extension, '9.9.9');
  await expect.poll(() => firstTab.isClosed()).toBe(true);
  ben.say(a, 'meanwhile');
  const page = await openAfterUpdate(extension);
  await expectStatus(page, b, 'Connected');
  await expect(transcript(page)).toContainText('meanwhile');
  await say(page, 'after');
  await ben.heard(a, 'after');
  expect(await page.evaluate(async () => (await (await fetch('manifest.json')).json()).version)).toBe('9.9.9');
  expect(await transcript(page).locator('.body').allTextContents()).toEqual(['before', 'meanwhile', 'after']);

  await announceUpdate({ ...extension, worker: context.serviceWorkers().at(-1) ?? extension.worker });
  ben.say(a, 'still there?');
  await expect(transcript(page)).toContainText('still there?');
  expect(page.isClosed()).toBe(false);
  const closed = page.waitForEvent('close');
  await context.newPage();
  ben.end(a);
  await closed;
  await waitUntilConnected(await openMainWindow(extension));
});

test('a background that hears nothing, as Chromium leaves some after an update, is started anew by the page that waits for it', async ({
  newExtension: extension,
}) => {
  const { context, folder, firstTab } = extension;
  await expect(firstTab.getByRole('form', { name: 'Sign in to Backchannel' })).toBeVisible();
  const background = join(folder, 'background.js');
  const code = await readFile(background, 'utf8');
  await writeFile(background, `chrome.runtime.onConnect.addListener = () => undefined;${code}`);
  await updateExtension(extension, '9.9.9');
  await expect.poll(() => firstTab.isClosed()).toBe(true);
  const page = await context.newPage();
  await expect(async () => void (await page.goto(extension.url('workspace.html')))).toPass();
  await expect(page.getByRole('main')).toContainText('Starting…');
  // The extension is read from the disk again when it is restarted.
  await writeFile(background, code);
  await expect.poll(() => page.isClosed()).toBe(true);
  const mainWindow = await openMainWindow(extension);
  await expect(mainWindow.getByRole('form', { name: 'Sign in to Backchannel' })).toBeVisible();
});

/**
 * The main window that opens again after a restart of the extension: by itself, or, where Chromium has left the new background deaf, as soon as another page has
 * noticed that.
 */
async function openMainWindow({ context, url }: InstalledExtension): Promise<Page> {
  const popup = await context.newPage();
  await expect(async () => void (await popup.goto(url('popup.html')))).toPass();
  const mainWindow = () => context.pages().find((page) => page.url() === url('workspace.html'));
  await expect.poll(mainWindow, { timeout: 80_000 }).toBeDefined();
  return mainWindow() ?? popup;
}

/**
 * The main window, opened by hand after an update, once it is connected. Where Chromium has left the new background deaf, it closes, and the extension opens
 * it again.
 */
async function openAfterUpdate(extension: InstalledExtension): Promise<Page> {
  const page = await extension.context.newPage();
  await expect(async () => void (await page.goto(extension.url('workspace.html')))).toPass();
  try {
    await waitUntilConnected(page);
    return page;
  } catch (error) {
    if (!page.isClosed()) throw error;
    return await openMainWindow(extension);
  }
}

/** Axe finds nothing, and nothing is cut off at 320 px. */
async function expectAccessibleAtAnyWidth(page: Page, view: string): Promise<void> {
  const size = page.viewportSize();
  await expectAccessibleInBothThemes(page, view);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await overflowing(page)).toEqual([]);
  if (size) await page.setViewportSize(size);
}

/** The names of all that is stored of the sign-in, but for the address, the server, and whether the desk is locked. */
async function storedSecrets(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('backchannel');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('profiles').objectStore('profiles').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(
              reading.result.flatMap((profile: object) =>
                Object.entries(profile)
                  .filter(([name, value]) => !['jid', 'service', 'usedMechanisms', 'lock'].includes(name) && value !== undefined)
                  .map(([name]) => name),
              ),
            );
          };
        };
      }),
  );
}
