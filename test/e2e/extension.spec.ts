import { ALL_REFUSED, followViolations, refusalsOf, violationsOf } from '../fixtures/content-security.ts';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { badgeOf, giveKeyboardCommand, notificationsOf, pressNotificationButton, stopBackground } from '../fixtures/extension.ts';
import {
  bodiesIn,
  chooseMainWindow,
  expectStatus,
  insertEmoji,
  invite,
  notification,
  say,
  signIn,
  targetRow,
  transcript,
} from '../fixtures/im.ts';

test('once installed, the main window opens in a tab, to sign in and to talk from, also as narrow as a panel; the popup is the Gadget view; all pages take only what their Trusted Types policies have made', async ({
  newExtension: extension,
  openDesk,
  site,
  team: { a, b, c },
}) => {
  const { context, firstTab: page } = extension;
  const errors = [consoleErrors(page)];
  await followViolations(context);
  await page.reload();
  await signIn(page, a, site.websocket);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ', title: 'Backchannel: Ready' });
  const [ben, cleo] = await Promise.all([openDesk(b), openDesk(c)]);

  // A keyboard command accepts the newest invitation.
  await invite(ben, a);
  await expect(notification(page, b)).toBeVisible();
  await giveKeyboardCommand(extension, 'accept');
  await expectStatus(ben, a, 'Connected');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await insertEmoji(page, 'thumbs up');
  await page.keyboard.type(' from the extension');
  await page.keyboard.press('Enter');
  await expect(transcript(ben)).toContainText(/👍.? from the extension/u);

  // In a narrow panel the pending invitations are above the interaction.
  await page.setViewportSize({ width: 360, height: 600 });
  await invite(cleo, a);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const pending = page.getByRole('button', { name: new RegExp(`^${c.name}`) });
  const message = page.getByRole('textbox', { name: 'Message' });
  await say(page, 'still talking');
  const [above, below] = await Promise.all([pending.boundingBox(), message.boundingBox()]);
  expect(above?.y).toBeLessThan(below?.y ?? 0);
  await page.getByRole('button', { name: `Accept ${c.name}` }).click();
  await expectStatus(page, c, 'Connected');
  await expect(pending).toHaveCount(0);

  // A main window that is open shows the session that is chosen in the popup.
  await page.setViewportSize({ width: 1280, height: 720 });
  await chooseMainWindow(page, 'In a tab');
  const openPopup = async () => {
    const popup = await context.newPage();
    errors.push(consoleErrors(popup));
    await popup.setViewportSize({ width: 380, height: 560 });
    await popup.goto(extension.url('popup.html'));
    await expect(targetRow(popup, b)).toBeVisible();
    await expect(popup.getByRole('main', { name: 'Interaction window' })).toHaveCount(0);
    expect(await violationsOf(popup)).toEqual([]);
    return popup;
  };
  const popup = await openPopup();
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: new RegExp(`^${b.logon}`) }).click();
  await closed;
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await expectStatus(page, b, 'Connected');
  await page.getByRole('button', { name: 'End Session' }).click();
  await page.getByRole('button', { name: 'Mark Done' }).click();
  await ben.getByRole('button', { name: 'Mark Done' }).click();

  expect(await violationsOf(page)).toEqual([]);

  // Without a main window, one is opened where the agent wants it.
  await page.goto(extension.url('options.html'));
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  const second = await openPopup();
  const opening = context.waitForEvent('page');
  await invite(second, b);
  const main = await opening;
  await expectStatus(main, b, 'Inviting');
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(main, b, 'Connected');
  expect(errors.flat()).toEqual([]);
  expect(await refusalsOf(main)).toEqual(ALL_REFUSED);
});

test('with no view open, an invitation is a desktop notification and on the badge; a background that the browser stops comes back by itself and has missed nothing', async ({
  extension,
  openDesk,
  site,
  team: { a, b },
}) => {
  test.slow();
  const { context } = extension;
  const page = await context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await chooseMainWindow(page, 'In a tab');
  await page.goto('about:blank');
  const ben = await openDesk(b);

  // The background is stopped with no view open, and an invitation comes: the alarm starts the background again.
  await stopBackground(extension);
  await invite(ben, a);
  await expect.poll(() => badgeOf(extension), { timeout: 60_000 }).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  expect(await notificationsOf(extension)).toHaveLength(1);

  // The background is stopped while the agent is invited: the background that the view starts takes the answer.
  await stopBackground(extension);
  await page.goto(extension.url('workspace.html'));
  await notification(page, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(ben, a, 'Connected');
  await expectStatus(page, b, 'Connected');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);

  // The background is stopped while messages arrive, and while the peer ends the session.
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
  for (const view of [page, ben]) await view.getByRole('button', { name: 'Mark Done' }).click();
  await page.close();

  // The notification's buttons accept and reject.
  await invite(ben, a);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  const [id = ''] = await notificationsOf(extension);
  const opening = context.waitForEvent('page');
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

  // A keyboard command shows the session with an unread message.
  const shown = context.waitForEvent('page');
  await giveKeyboardCommand(extension, 'next-unread');
  await expect(transcript(await shown)).toContainText('are you still there?');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  await (await shown).close();

  await invite(ben, a);
  await expect.poll(() => notificationsOf(extension)).toHaveLength(1);
  const [next = ''] = await notificationsOf(extension);
  await pressNotificationButton(extension, next, 1);
  await expect(transcript(ben)).toContainText(`${a.logon} rejected your invitation`);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  expect(context.pages().filter((each) => each.url() === extension.url('workspace.html'))).toEqual([]);
});
