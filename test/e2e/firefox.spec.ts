import { expect, test } from '../fixtures/e2e.ts';
import { expectStatus, invite, notification, say, transcript } from '../fixtures/im.ts';
import { inviteOften } from '../fixtures/raw-client.ts';

test("an agent on Firefox and one on Chromium talk, both ways; Firefox's notification decides nothing, goes when another device answers, and counts", async ({
  openDesk,
  site,
  installInFirefox,
  team: { a, b, c },
}) => {
  const firefox = await installInFirefox();
  const { chrome, page } = firefox;
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

  // A click on the browser's notification shows the notification with buttons in the main window.
  await firefox.lookElsewhere();
  await invite(ben, a);
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${b.name}`]);
  await chrome.clickAlert();
  await page.see('alertdialog', `Instant message from ${b.name}`);
  await expect.poll(() => page.focusedText()).toBe('Accept');
  await expectStatus(ben, a, 'Inviting');
  await expect.poll(() => chrome.badge()).toEqual({ text: '1', title: 'Backchannel: Ready, 1 pending' });

  // An invitation whose notification is dismissed stays pending, and no notification comes again.
  await page.key('Escape');
  await page.seeNo('alertdialog', `Instant message from ${b.name}`);
  await expect.poll(() => chrome.badge()).toEqual({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  expect(await chrome.alerts()).toEqual([]);
  await page.click('button', `Accept ${b.name}`);
  await expectStatus(ben, a, 'Connected');
  await expect.poll(() => chrome.badge()).toEqual({ text: ' ', title: 'Backchannel: Ready' });
  await ben.getByRole('button', { name: 'End Session' }).click();
  await ben.getByRole('button', { name: 'Mark Done' }).click();
  await page.click('button', 'Mark Done');

  // The notification goes when another device of the agent answers.
  await firefox.lookElsewhere();
  const laptop = await openDesk(a);
  await invite(ben, a);
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${b.name}`]);
  await notification(laptop, b).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(ben, a, 'Connected');
  await expect.poll(() => chrome.alerts()).toEqual([]);
  await expect.poll(() => chrome.badge()).toEqual({ text: ' ', title: 'Backchannel: Ready' });
  await laptop.close();

  // One notification stands for all invitations of a colleague. It is shown anew when they are twice as many, so that it says two or three, depending on
  // when the third has come.
  const flooder = await inviteOften(site.websocket, c, a, 3);
  await expect.poll(() => chrome.alerts()).toEqual([expect.stringMatching(`^[23] instant messages from ${c.name}$`)]);
  flooder.close();
});
