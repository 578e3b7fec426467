import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, connectDesks, expectStatus, invite, notification, say, transcript } from '../fixtures/im.ts';

test('both ends reload in mid-session: the transcript is intact and the session goes on', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await connectDesks([anna, a], [ben, b]);
  await say(anna, 'before');
  await expect(transcript(ben)).toContainText('before');

  await Promise.all([anna.reload(), ben.reload()]);
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await say(ben, 'after, from ben');
  await say(anna, 'after, from anna');
  for (const page of [anna, ben]) {
    await expect(transcript(page)).toContainText('after, from ben');
    await expect(transcript(page)).toContainText('after, from anna');
    expect((await bodiesIn(page)).sort()).toEqual(['after, from anna', 'after, from ben', 'before']);
  }
});

test('three tabs of one agent are in step over one connection', async ({ browser, openDesk, server, team: { a, b } }) => {
  const context = await browser.newContext();
  const tabs = [await openDesk(a, { in: context }), await openDesk(a, { in: context }), await openDesk(a, { in: context })] as const;
  const ben = await openDesk(b);
  expect(await server.sessions(a.logon)).toHaveLength(1);

  await invite(ben, a);
  for (const tab of tabs) await expect(notification(tab, b)).toBeVisible();
  await notification(tabs[1], b).getByRole('button', { name: 'Accept' }).click();
  for (const tab of tabs) await expect(notification(tab, b)).toHaveCount(0);
  for (const tab of [tabs[0], tabs[2]]) await tab.getByRole('tab', { name: b.logon }).click();
  for (const tab of tabs) await expectStatus(tab, b, 'Connected');

  await say(tabs[0], 'from the first tab');
  await say(tabs[2], 'from the third tab');
  await say(ben, 'to all of them');
  for (const tab of tabs) {
    await expect(transcript(tab)).toContainText('to all of them');
    await expect.poll(() => bodiesIn(tab)).toEqual(['from the first tab', 'from the third tab', 'to all of them']);
  }
  await tabs[0].close();
  await say(tabs[1], 'one tab less');
  await expect(transcript(ben)).toContainText('one tab less');
  await tabs[2].getByRole('button', { name: 'End Session' }).click();
  await expectStatus(tabs[1], b, 'Ended');
  expect(await server.sessions(a.logon)).toHaveLength(1);
  await context.close();
});

test('two devices of one agent: what one answers the other shows', async ({ openDesk, team: { a, b } }) => {
  const [desk, laptop, ben] = await Promise.all([openDesk(a), openDesk(a), openDesk(b)]);
  await invite(ben, a);
  await expect(notification(desk, b)).toBeVisible();
  await expect(notification(laptop, b)).toBeVisible();
  await notification(laptop, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(laptop, b, 'Connected');
  await expect(notification(desk, b)).toHaveCount(0);
  await desk.getByRole('tab', { name: b.logon }).click();
  await expectStatus(desk, b, 'Connected');
  await say(desk, 'from the desk');
  await say(laptop, 'from the laptop');
  for (const page of [desk, laptop, ben]) {
    await expect(transcript(page)).toContainText('from the desk');
    await expect(transcript(page)).toContainText('from the laptop');
  }
});
