import { expect, test } from '../fixtures/e2e.ts';
import { badgeOf, giveKeyboardCommand, notificationsOf, pressNotificationButton, stopBackground } from '../fixtures/extension.ts';
import { bodiesIn, chooseMainWindow, expectStatus, invite, notification, say, signIn, transcript } from '../fixtures/im.ts';

// The alarm that starts a stopped background goes every half minute.
test.slow();

test('with no view open, an invitation is a desktop notification and on the badge; a background that the browser stops comes back by itself and has missed nothing', async ({
  extension,
  openDesk,
  site,
  team: { a, b },
}) => {
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
