import { expect, test } from '../fixtures/e2e.ts';
import {
  badgeOf,
  clickNotification,
  giveKeyboardCommand,
  type InstalledExtension,
  notificationsOf,
  recordedNotifications,
  recordNotifications,
  stopBackground,
} from '../fixtures/extension.ts';
import { bodiesIn, connectColleague, expectStatus, notification, signIn } from '../fixtures/im.ts';
import type { Page } from '@playwright/test';

async function expectLocked(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'The desk is locked' })).toBeVisible();
}

async function unlock(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

test('in the extension a locked desk stays locked when the background is stopped, and tells the desktop no more than that something came', async ({
  extension,
  signInColleague,
  site,
  team: { a, b, c },
}) => {
  const page = await extension.context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  const [ben, cleo] = await Promise.all([signInColleague(b), signInColleague(c)]);
  await connectColleague([page, a], [ben, b]);
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
  await page.getByRole('button', { name: /^Your status/ }).click();
  await page.getByRole('menuitem', { name: 'Lock' }).click();
  await expectLocked(page);
  await expect(page.getByLabel('Password')).toBeFocused();

  await stopBackground(extension);
  const popup = await extension.context.newPage();
  await popup.goto(extension.url('popup.html'));
  for (const view of [page, popup]) {
    await expectLocked(view);
    await expect(view.locator('body')).not.toContainText(b.name);
  }
  await popup.close();
  const worker = extension.context.serviceWorkers().at(-1);
  if (!worker) throw new Error('No background came back.');
  const restarted: InstalledExtension = { ...extension, worker };
  await recordNotifications(restarted);
  ben.say(a, 'the code is 4711');
  await expect(page.getByRole('status').filter({ hasText: '1 unread' })).toBeVisible();
  await expect.poll(() => recordedNotifications(restarted)).toHaveLength(1);
  cleo.invite(a);
  await expect.poll(() => recordedNotifications(restarted)).toHaveLength(2);
  for (const [at, message] of ['1 unread', '1 pending, 1 unread'].entries()) {
    const { iconUrl: _icon, ...told } = (await recordedNotifications(restarted))[at] as unknown as Record<string, unknown>;
    expect(told).toEqual({ call: 'create', id: 'locked desk', type: 'basic', title: 'New instant message', message });
  }
  expect(await notificationsOf(restarted)).toEqual(['locked desk']);
  await expect.poll(() => badgeOf(restarted)).toEqual({ text: '2', title: 'Backchannel: Locked, 1 pending, 1 unread' });
  await giveKeyboardCommand(restarted, 'accept');
  await clickNotification(restarted, 'locked desk');
  await expectLocked(page);

  await unlock(page, 'not it');
  await expect(page.getByRole('alert').filter({ hasText: 'The password is wrong.' })).toBeVisible();
  await unlock(page, a.password);
  await expectStatus(page, b, 'Connected');
  expect(await bodiesIn(page)).toEqual(['the code is 4711']);
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thought');
  await expect(notification(page, c)).toBeVisible();
  await expect.poll(async () => (await recordedNotifications(restarted)).at(-1)?.title).toContain(c.name);
  await expect.poll(() => notificationsOf(restarted)).not.toContain('locked desk');
});
