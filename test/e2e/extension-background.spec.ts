import { expect, test } from '../fixtures/e2e.ts';
import {
  badgeOf,
  giveKeyboardCommand,
  notificationsOf,
  onlyNotification,
  pressNotificationButton,
  stopBackground,
} from '../fixtures/extension.ts';
import { bodiesIn, chooseMainWindow, expectStatus, notification, say, signIn, transcript } from '../fixtures/im.ts';

test('with no view open, an invitation is a desktop notification and on the badge; a background that the browser stops comes back by itself and has missed nothing', async ({
  extension,
  signInColleague,
  site,
  team: { a, b },
}) => {
  const { context } = extension;
  const page = await context.newPage();
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await chooseMainWindow(page, 'In a tab');
  await page.goto('about:blank');
  const ben = await signInColleague(b);

  // The background is stopped with no view open, and an invitation comes: the alarm starts the background again.
  await stopBackground(extension);
  ben.invite(a);
  await expect.poll(() => badgeOf(extension), { timeout: 60_000 }).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  await onlyNotification(extension);

  // The background is stopped while the agent is invited: the background that the view starts takes the answer.
  await stopBackground(extension);
  await page.goto(extension.url('workspace.html'));
  await notification(page, b).getByRole('button', { name: 'Accept' }).click();
  await ben.accepted(a);
  await expectStatus(page, b, 'Connected');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);

  // The background is stopped while messages arrive, and while the peer ends the session.
  ben.say(a, 'one');
  await expect(transcript(page)).toContainText('one');
  await stopBackground(extension);
  for (const text of ['two', 'three']) ben.say(a, text);
  await say(page, 'said while it was away');
  await expect(transcript(page)).toContainText('three');
  await ben.heard(a, 'said while it was away');
  await stopBackground(extension);
  ben.end(a);
  await expectStatus(page, b, 'Ended');
  expect((await bodiesIn(page)).filter((text) => text !== 'said while it was away')).toEqual(['one', 'two', 'three']);
  expect(ben.bodies.filter((text) => text === 'said while it was away')).toHaveLength(1);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  await page.getByRole('button', { name: 'Mark Done' }).click();
  await page.close();

  // The notification's buttons accept and reject.
  ben.invite(a);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  const id = await onlyNotification(extension);
  const opening = context.waitForEvent('page');
  await pressNotificationButton(extension, id, 0);
  const opened = await opening;
  await ben.accepted(a);
  await expectStatus(opened, b, 'Connected');
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  await say(opened, 'accepted from the desktop');
  await ben.heard(a, 'accepted from the desktop');
  await opened.close();
  ben.say(a, 'are you still there?');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: '1', title: 'Backchannel: Ready, 1 unread' });
  await expect.poll(() => notificationsOf(extension)).toEqual([expect.stringMatching(/^message /)]);
  ben.end(a);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);

  // A keyboard command shows the session with an unread message.
  const shown = context.waitForEvent('page');
  await giveKeyboardCommand(extension, 'next-unread');
  await expect(transcript(await shown)).toContainText('are you still there?');
  await expect.poll(() => badgeOf(extension)).toMatchObject({ text: ' ' });
  await (await shown).close();

  ben.invite(a);
  const next = await onlyNotification(extension);
  await pressNotificationButton(extension, next, 1);
  await ben.rejected(a);
  await expect.poll(() => notificationsOf(extension)).toEqual([]);
  expect(context.pages().filter((each) => each.url() === extension.url('workspace.html'))).toEqual([]);
});
