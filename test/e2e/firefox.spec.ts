import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, expectStatus, invite, notification, say, transcript } from '../fixtures/im.ts';

// Two browsers, and Firefox takes its time to compute roles and names.
test.slow();

test('an agent on Firefox and one on Chromium: invite, accept, talk, end, mark done, reject, both ways', async ({
  openDesk,
  site,
  startFirefox,
  team: { a, b },
}) => {
  const firefox = await startFirefox();
  const { page } = firefox;
  await firefox.signIn(a, site.websocket);
  const ben = await openDesk(b);

  await page.click('button', `Actions for ${b.name}`);
  await page.click('menuitem', `Send an Instant Message to ${b.name}`);
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(ben, a, 'Connected');
  await page.see('status', `${b.logon}, Connected`);
  await page.say('from Firefox');
  await expect(transcript(ben)).toContainText('from Firefox');
  await say(ben, 'from Chromium');
  await expect.poll(() => page.bodies()).toEqual(['from Firefox', 'from Chromium']);
  await page.click('button', 'End Session');
  await expectStatus(ben, a, 'Ended');
  await page.click('button', 'Mark Done');
  await page.seeNo('log', 'Transcript');
  await ben.getByRole('button', { name: 'Mark Done' }).click();

  await invite(ben, a);
  await page.see('alertdialog', `Instant message from ${b.name}`);
  await page.click('button', 'Accept');
  await expectStatus(ben, a, 'Connected');
  await page.see('status', `${b.logon}, Connected`);
  await say(ben, 'again');
  await expect.poll(() => page.bodies()).toEqual(['again']);
  await page.say('yes?');
  await expect.poll(() => bodiesIn(ben)).toEqual(['again', 'yes?']);
  await ben.getByRole('button', { name: 'End Session' }).click();
  await ben.getByRole('button', { name: 'Mark Done' }).click();
  await page.click('button', 'Mark Done');

  await invite(ben, a);
  await page.see('alertdialog', `Instant message from ${b.name}`);
  await page.click('button', 'Reject');
  await expect(transcript(ben)).toContainText(`${a.logon} rejected your invitation`);
  await page.seeNo('alertdialog', `Instant message from ${b.name}`);
});

test("a click on Firefox's notification shows the one with buttons, and decides nothing", async ({
  openDesk,
  site,
  startFirefox,
  team: { a, b },
}) => {
  const firefox = await startFirefox();
  const { chrome, page } = firefox;
  await firefox.signIn(a, site.websocket);
  await firefox.lookElsewhere();
  const ben = await openDesk(b);
  await invite(ben, a);
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${b.name}`]);
  await chrome.clickAlert();
  await page.see('alertdialog', `Instant message from ${b.name}`);
  await expect.poll(() => page.focusedText()).toBe('Accept');
  await expectStatus(ben, a, 'Inviting');
  await expect.poll(() => chrome.badge()).toEqual({ text: '1', title: 'Backchannel: Ready, 1 pending' });

  // Dismissed it stays pending, and nothing pops up again.
  await page.press('Escape');
  await page.seeNo('alertdialog', `Instant message from ${b.name}`);
  await expect.poll(() => chrome.badge()).toEqual({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  expect(await chrome.alerts()).toEqual([]);
  await page.click('button', `Accept ${b.name}`);
  await expectStatus(ben, a, 'Connected');
  await expect.poll(() => chrome.badge()).toEqual({ text: ' ', title: 'Backchannel: Ready' });
});

test("Firefox's notification goes when another device answers", async ({ openDesk, site, startFirefox, team: { a, b } }) => {
  const firefox = await startFirefox();
  const { chrome } = firefox;
  await firefox.signIn(a, site.websocket);
  await firefox.lookElsewhere();
  const [laptop, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await invite(ben, a);
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${b.name}`]);
  await notification(laptop, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(ben, a, 'Connected');
  await expect.poll(() => chrome.alerts()).toEqual([]);
  await expect.poll(() => chrome.badge()).toEqual({ text: ' ', title: 'Backchannel: Ready' });
});
