import { expect, test } from '../fixtures/e2e.ts';
import {
  badgeOf,
  clickNotification,
  closeNotification,
  notificationsOf,
  onlyNotification,
  recordedNotifications,
  recordNotifications,
} from '../fixtures/extension.ts';
import { chooseMainWindow, expectStatus, notification, setNotificationTimeout, signIn } from '../fixtures/im.ts';
import { inviteOften } from '../fixtures/raw-client.ts';

test('notifications go when another device answers; closed on the desktop, one is dismissed in the main window; of one colleague there is one, with a count; one that times out stays as a quiet one', async ({
  extension,
  openDesk,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  await recordNotifications(extension);
  const page = await extension.context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await chooseMainWindow(page, 'In a tab');
  const [laptop, ben] = await Promise.all([openDesk(a), signInColleague(b)]);
  ben.invite(a);
  await expect(notification(page, b)).toBeVisible();
  await expect.poll(() => notificationsOf(extension)).toHaveLength(1);
  await notification(laptop, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(laptop, b, 'Connected');
  await expect(notification(page, b)).toHaveCount(0);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  ben.end(a);

  // The invitation stays pending, until the other device rejects it.
  ben.invite(a);
  await expect(notification(page, b)).toBeVisible();
  const id = await onlyNotification(extension);
  await closeNotification(extension, id);
  await expect(notification(page, b)).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Reject ${b.name}` })).toBeVisible();
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  // It is closed on the other device too.
  await expect(notification(laptop, b)).toHaveCount(0);
  await laptop.getByRole('button', { name: `Reject ${b.name}` }).click();
  await expect(page.getByRole('button', { name: `Reject ${b.name}` })).toHaveCount(0);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });

  const flooder = await inviteOften(site.websocket, c, a, 3);
  await expect.poll(async () => (await recordedNotifications(extension)).at(-1)?.title).toBe(`3 instant messages from ${c.name}`);
  await expect.poll(() => notificationsOf(extension)).toHaveLength(1);
  await page
    .getByRole('alertdialog', { name: `3 instant messages from ${c.name}` })
    .getByRole('button', { name: 'Reject All' })
    .click();
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  flooder.close();

  // One that times out stays until the invitation is withdrawn or displayed.
  const before = (await recordedNotifications(extension)).length;
  await setNotificationTimeout(page, 1);
  ben.invite(a);
  await expect.poll(() => recordedNotifications(extension)).toHaveLength(before + 2);
  await expect(page.getByRole('button', { name: `Accept ${b.name}` })).toBeVisible();
  await onlyNotification(extension);
  ben.cancel(a);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);

  await page.goto('about:blank');
  ben.invite(a);
  const quiet = await onlyNotification(extension);
  // Changed where it stands, not shown once more.
  await expect
    .poll(async () => (await recordedNotifications(extension)).slice(before + 2))
    .toEqual([
      expect.objectContaining({ call: 'create', id: quiet, requireInteraction: true }),
      { call: 'update', id: quiet, silent: true, requireInteraction: false },
    ]);
  expect(await notificationsOf(extension)).toEqual([quiet]);
  expect(await badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });

  const opening = extension.context.waitForEvent('page');
  await clickNotification(extension, quiet);
  await expectStatus(await opening, b, 'Invited');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  expect(await recordedNotifications(extension)).toHaveLength(before + 4);
});
