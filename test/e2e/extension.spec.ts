import type { Page } from '@playwright/test';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { badgeOf, giveKeyboardCommand, notificationsOf, pressNotificationButton, stopBackground } from '../fixtures/extension.ts';
import {
  bodiesIn,
  connectDesks,
  expectStatus,
  insertEmoji,
  invite,
  notification,
  say,
  signIn,
  targetRow,
  transcript,
} from '../fixtures/im.ts';

async function chooseMainWindow(page: Page, where: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Main window' }).selectOption(where);
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Close' }).click();
}

test('once installed, the main window opens in a tab, to sign in and to talk from', async ({
  newExtension: extension,
  openDesk,
  site,
  team: { a, b },
}) => {
  const page = extension.firstTab;
  const errors = consoleErrors(page);
  await signIn(page, a, site.websocket);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ title: 'Backchannel: Ready' });
  const ben = await openDesk(b);
  await connectDesks([page, a], [ben, b]);
  await insertEmoji(page, 'thumbs up');
  await page.keyboard.type(' from the extension');
  await page.keyboard.press('Enter');
  await expect(transcript(ben)).toContainText(/👍.? from the extension/u);
  expect(errors).toEqual([]);
});

test('with no view open, an invitation is a desktop notification and on the badge; its buttons accept and reject', async ({
  extension,
  openDesk,
  site,
  team: { a, b },
}) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ', title: 'Backchannel: Ready' });
  await page.goto('about:blank');

  const ben = await openDesk(b);
  await invite(ben, a);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  const [id = ''] = await notificationsOf(extension);
  const opening = extension.context.waitForEvent('page');
  await pressNotificationButton(extension, id, 0);
  const opened = await opening;
  await expectStatus(ben, a, 'Connected');
  await expectStatus(opened, b, 'Connected');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });

  await say(opened, 'accepted from the desktop');
  await expect(transcript(ben)).toContainText('accepted from the desktop');
  await opened.close();
  await say(ben, 'are you still there?');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 unread' });
  await expect.poll(() => notificationsOf(extension)).toEqual([expect.stringMatching(/^message /)]);
  await ben.getByRole('button', { name: 'End Session' }).click();
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  await ben.getByRole('button', { name: 'Mark Done' }).click();

  await invite(ben, a);
  await expect.poll(() => notificationsOf(extension)).toHaveLength(1);
  const [next = ''] = await notificationsOf(extension);
  await pressNotificationButton(extension, next, 1);
  await expect(transcript(ben)).toContainText(`${a.logon} rejected your invitation`);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  expect(extension.context.pages().filter((opened) => opened.url() === extension.url('workspace.html'))).toEqual([]);
});

test('keyboard commands accept the newest invitation and go to what is unread', async ({ extension, openDesk, site, team: { a, b } }) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  const ben = await openDesk(b);
  await invite(ben, a);
  await expect(notification(page, b)).toBeVisible();
  await giveKeyboardCommand(extension, 'accept');
  await expectStatus(ben, a, 'Connected');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();

  await page.goto('about:blank');
  await say(ben, 'unread');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1' });
  const opening = extension.context.waitForEvent('page');
  await giveKeyboardCommand(extension, 'next-unread');
  await expect(transcript(await opening)).toContainText('unread');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
});

test('a background that the browser stops comes back by itself and has missed nothing', async ({
  extension,
  openDesk,
  site,
  team: { a, b },
}) => {
  test.slow();
  const page = await extension.context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await page.goto('about:blank');
  const ben = await openDesk(b);

  // Stopped with no view open, and invited while it is: the alarm brings it back.
  await stopBackground(extension);
  await invite(ben, a);
  await expect.poll(() => badgeOf(extension), { timeout: 60_000 }).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  expect(await notificationsOf(extension)).toHaveLength(1);

  // Stopped while invited: the answer goes to the one that comes back.
  await stopBackground(extension);
  await page.goto(extension.url('workspace.html'));
  await notification(page, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(ben, a, 'Connected');
  await expectStatus(page, b, 'Connected');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);

  // Stopped while messages arrive, and while the peer ends the session.
  await say(ben, 'one');
  await expect(transcript(page)).toContainText('one');
  await stopBackground(extension);
  for (const text of ['two', 'three']) await say(ben, text);
  await say(page, 'said while it was away');
  await expect(transcript(page)).toContainText('three');
  await expect(transcript(ben)).toContainText('said while it was away');
  await stopBackground(extension);
  await ben.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(page, b, 'Ended');
  expect((await bodiesIn(page)).filter((text) => text !== 'said while it was away')).toEqual(['one', 'two', 'three']);
  expect((await bodiesIn(ben)).filter((text) => text === 'said while it was away')).toHaveLength(1);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
});

test('the popup is the Gadget view: an interaction that is picked opens in the main window', async ({
  extension,
  openDesk,
  site,
  team: { a, b },
}) => {
  const popup = await extension.context.newPage();
  const errors = consoleErrors(popup);
  await popup.setViewportSize({ width: 380, height: 560 });
  await popup.goto(extension.url('popup.html'));
  await signIn(popup, a, site.websocket);
  await expect(targetRow(popup, b)).toBeVisible();
  await expect(popup.getByRole('main', { name: 'Interaction window' })).toHaveCount(0);
  await chooseMainWindow(popup, 'In a tab');
  const ben = await openDesk(b);
  const opening = extension.context.waitForEvent('page');
  await invite(popup, b);
  const main = await opening;
  await expectStatus(main, b, 'Inviting');
  await ben.getByRole('button', { name: 'Accept' }).click();
  await expectStatus(main, b, 'Connected');

  // The main window that is open shows what the next popup picks.
  const again = await extension.context.newPage();
  await again.goto(extension.url('popup.html'));
  const closed = again.waitForEvent('close');
  await again.getByRole('button', { name: new RegExp(`^${b.logon}`) }).click();
  await closed;
  await expect(main.getByRole('textbox', { name: 'Message' })).toBeFocused();
  expect(errors).toEqual([]);
});
