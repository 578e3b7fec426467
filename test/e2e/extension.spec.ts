import { ALL_REFUSED, followViolations, refusalsOf, violationsOf } from '../fixtures/content-security.ts';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { badgeOf, giveKeyboardCommand } from '../fixtures/extension.ts';
import { chooseMainWindow, expectStatus, insertEmoji, invite, notification, say, signIn, targetRow } from '../fixtures/im.ts';

test('once installed, the main window opens in a tab, to sign in and to talk from, also as narrow as a panel; the popup is the Gadget view; all pages take only what their Trusted Types policies have made', async ({
  newExtension: extension,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  const { context, firstTab: page } = extension;
  const errors = [consoleErrors(page)];
  await followViolations(context);
  await page.reload();
  await signIn(page, a, site.websocket);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ', title: 'Backchannel: Ready' });
  const [ben, cleo] = await Promise.all([signInColleague(b), signInColleague(c)]);

  // A keyboard command accepts the newest invitation.
  ben.invite(a);
  await expect(notification(page, b)).toBeVisible();
  await giveKeyboardCommand(extension, 'accept');
  await ben.accepted(a);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await insertEmoji(page, 'thumbs up');
  await page.keyboard.type(' from the extension');
  await page.keyboard.press('Enter');
  await ben.heard(a, '👍.? from the extension');

  // In a narrow panel the pending invitations are above the interaction.
  await page.setViewportSize({ width: 360, height: 600 });
  cleo.invite(a);
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
  await ben.accept(a);
  await expectStatus(main, b, 'Connected');
  expect(errors.flat()).toEqual([]);
  expect(await refusalsOf(main)).toEqual(ALL_REFUSED);
});
