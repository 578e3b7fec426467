import { expect, test } from '../fixtures/e2e.ts';

test('a background that Firefox stops for being idle comes back by itself, and has missed and repeats nothing', async ({
  signInColleague,
  site,
  installInFirefox,
  team: { a, b, c },
}) => {
  const firefox = await installInFirefox({ idleTimeoutMs: 5_000 });
  const { chrome, page } = firefox;
  await firefox.signIn(a, site.websocket);
  const [ben, cleo] = await Promise.all([signInColleague(b), signInColleague(c)]);

  // The background is stopped in mid-session, with messages on their way.
  await page.click('button', `Actions for ${b.name}`);
  await page.click('menuitem', `Send an Instant Message to ${b.name}`);
  await ben.accept(a);
  await page.see('status', `${b.logon}, Connected`);
  ben.say(a, 'one');
  await expect.poll(() => page.bodies()).toEqual(['one']);
  await chrome.stopBackground();
  for (const text of ['two', 'three']) ben.say(a, text);
  await expect.poll(() => page.bodies(), { timeout: 40_000 }).toEqual(['one', 'two', 'three']);
  await page.say('four');
  await expect.poll(() => page.bodies(), { timeout: 40_000 }).toEqual(['one', 'two', 'three', 'four']);
  await ben.heard(a, 'four');
  expect(ben.bodies).toEqual(['four']);

  // The agent is told of what is unread. Without a view the background is idle, and Firefox stops it. The alarm starts it again, and it tells of the invitation
  // that came meanwhile, but not once more of what is unread.
  await firefox.lookElsewhere();
  ben.say(a, 'five');
  await expect.poll(() => chrome.alerts(), { timeout: 40_000 }).toContain(`New message from ${b.name}`);
  // What Ben's acceptance was told by may still be on the screen, too.
  await chrome.closeAlerts();
  await expect.poll(() => chrome.alerts()).toEqual([]);
  await page.page.close();
  const stops = await chrome.backgroundStops();
  await expect.poll(() => chrome.backgroundStops(), { timeout: 40_000 }).toBeGreaterThan(stops);
  cleo.invite(a);
  await expect.poll(() => chrome.badge(), { timeout: 40_000 }).toEqual({ text: '2', title: 'Backchannel: Ready, 1 pending, 1 unread' });
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${c.name}`]);

  // The background was stopped while the agent was invited: a click on the notification starts it.
  await chrome.stopBackground();
  const opened = await firefox.openedBy(() => chrome.clickAlert());
  await opened.see('alertdialog', `Instant message from ${c.name}`);
  await opened.click('button', 'Accept');
  await opened.see('status', `${c.logon}, Connected`);
  await cleo.accepted(a);
  expect(await chrome.alerts()).toEqual([]);
});
