import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';
import { expectAccessible, overflowing } from '../fixtures/accessibility.ts';
import { announceUpdate, badgeOf, installExtension, stopBackground, updateExtension } from '../fixtures/extension.ts';
import { connectDesks, expectStatus, say, signIn, transcript } from '../fixtures/im.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';

test('the options page: signing in, every setting at once, and what is stored', async ({ extension, openDesk, site, team: { a, b } }) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('options.html'));
  await expect(page).toHaveTitle('Backchannel options');
  await signIn(page, a, site.websocket);
  await expect(page.getByText(a.jid)).toBeVisible();
  await expect(page.getByText('Until you sign out')).toBeVisible();

  const main = await extension.context.newPage();
  await main.goto(extension.url('workspace.html'));
  const ben = await openDesk(b);
  await connectDesks([main, a], [ben, b]);
  await say(main, 'to be deleted');
  await expect(transcript(ben)).toContainText('to be deleted');
  await main.getByRole('button', { name: 'End Session' }).click();
  await main.getByRole('button', { name: 'Mark Done' }).click();

  const data = page.getByRole('region', { name: 'Stored data' });
  await expect(data.getByRole('definition').first()).toHaveText('1');
  await data.getByRole('button', { name: 'Delete History' }).click();
  await expect(data.getByRole('button', { name: 'Keep' })).toBeFocused();
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
  await expect(page.getByText('Nothing of an agent is stored in this browser')).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual(['backchannel']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the options page is accessible, from 320 px on, ${colorScheme}`, async ({ extension, site, team: { a } }) => {
    const page = await extension.context.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(extension.url('options.html'));
    await expectAccessible(page, 'signed out');
    await signIn(page, a, site.websocket);
    await page.getByRole('button', { name: 'Delete History' }).click();
    await expectAccessible(page, 'signed in');
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await overflowing(page)).toEqual([]);
  });
}

test('an agent who isn’t kept signed in stays signed in when the background is stopped, without a key at rest', async ({
  extension,
  site,
  team: { a },
}) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('options.html'));
  await signIn(page, a, site.websocket, { isKept: false });
  await expect(page.getByText('Until the browser is closed')).toBeVisible();
  expect(await storedSecrets(page)).toEqual([]);
  await stopBackground(extension);
  await page.reload();
  await waitUntilConnected(page);
  await expect(page.getByText(a.jid)).toBeVisible();
});

test('an update of the extension goes on with the sessions that there are', async ({ openDesk, site, team: { a, b } }) => {
  test.slow();
  const extension = await installExtension({ isCopy: true });
  try {
    await signIn(extension.firstTab, a, site.websocket);
    const ben = await openDesk(b);
    await connectDesks([extension.firstTab, a], [ben, b]);
    await say(ben, 'before');
    await expect(transcript(extension.firstTab)).toContainText('before');

    const page = await extension.context.newPage();
    await updateExtension(extension, '9.9.9');
    await expect.poll(() => extension.firstTab.isClosed()).toBe(true);
    await say(ben, 'meanwhile');
    await expect(async () => void (await page.goto(extension.url('workspace.html')))).toPass();
    await expectStatus(page, b, 'Connected');
    await expect(transcript(page)).toContainText('meanwhile');
    await say(page, 'after');
    await expect(transcript(ben)).toContainText('after');
    expect(await page.evaluate(async () => (await (await fetch('manifest.json')).json()).version)).toBe('9.9.9');
    expect(await transcript(page).locator('.body').allTextContents()).toEqual(['before', 'meanwhile', 'after']);
  } finally {
    await extension.uninstall();
  }
});

test('an update waits until no session goes on', async ({ openDesk, site, team: { a, b } }) => {
  test.slow();
  const extension = await installExtension({ isCopy: true });
  try {
    const { firstTab } = extension;
    await signIn(firstTab, a, site.websocket);
    const ben = await openDesk(b);
    await connectDesks([firstTab, a], [ben, b]);
    await announceUpdate(extension);
    await say(ben, 'still there?');
    await expect(transcript(firstTab)).toContainText('still there?');
    expect(firstTab.isClosed()).toBe(false);
    const closed = firstTab.waitForEvent('close');
    await extension.context.newPage();
    await ben.getByRole('button', { name: 'End Session' }).click();
    await closed;
  } finally {
    await extension.uninstall();
  }
});

/** Whatever of the stored sign-in isn't address, server, or whether the desk is locked. */
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
