import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, expectStatus, invite, notification, say, transcript } from '../fixtures/im.ts';

test('tabs of one agent are in step over one connection, another device of theirs over its own, and both ends may reload', async ({
  browser,
  openDesk,
  server,
  team: { a, b },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const tabs = [await openDesk(a, { in: context }), await openDesk(a, { in: context })] as const;
  expect(await server.sessions(a.logon)).toHaveLength(1);
  const [laptop, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  expect(await server.sessions(a.logon)).toHaveLength(2);
  const views = [...tabs, laptop];

  await invite(ben, a);
  for (const view of views) await expect(notification(view, b)).toBeVisible();
  await notification(tabs[1], b).getByRole('button', { name: 'Accept' }).click();
  for (const view of views) await expect(notification(view, b)).toHaveCount(0);
  for (const view of [tabs[0], laptop]) await view.getByRole('tab', { name: b.logon }).click();
  for (const view of views) await expectStatus(view, b, 'Connected');

  const said = ['from the first tab', 'from the second tab', 'from the laptop', 'to all of them'];
  for (const [index, page] of [tabs[0], tabs[1], laptop, ben].entries()) {
    const text = said[index] ?? '';
    await say(page, text);
    for (const view of [...views, ben]) await expect(transcript(view)).toContainText(text);
  }
  for (const view of [...views, ben]) expect(await bodiesIn(view)).toEqual(said);

  // A tab that is reloaded joins its host again. Ben's only page takes his session host with it: a new one goes on.
  await Promise.all([tabs[1].reload(), ben.reload()]);
  await expectStatus(tabs[1], b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await tabs[0].close();
  await Promise.all([say(ben, 'after, from ben'), say(tabs[1], 'one tab less')]);
  for (const view of [tabs[1], laptop, ben]) {
    for (const text of ['after, from ben', 'one tab less']) await expect(transcript(view)).toContainText(text);
    expect((await bodiesIn(view)).sort()).toEqual([...said, 'after, from ben', 'one tab less'].sort());
  }

  await tabs[1].getByRole('button', { name: 'End Session' }).click();
  for (const view of [tabs[1], laptop]) await expectStatus(view, b, 'Ended');
  // What is marked done on one device is done on the others.
  await laptop.getByRole('button', { name: 'Mark Done' }).click();
  for (const view of [tabs[1], laptop]) await expect(view.getByRole('tab', { name: b.logon })).toHaveCount(0);
  expect(await server.sessions(a.logon)).toHaveLength(2);
  // With its last page, the agent's first browser says goodbye, so that the server doesn't keep the stream.
  await tabs[1].close();
  await expect.poll(() => server.sessions(a.logon)).toHaveLength(1);
  await context.close();
});
