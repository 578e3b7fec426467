import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, invite, say } from '../fixtures/im.ts';
import { inviteOften } from '../fixtures/raw-client.ts';

// The alarm that starts a stopped background goes every half minute.
test.slow();

test('a background that Firefox stops for being idle comes back by itself, and has missed and repeats nothing', async ({
  openDesk,
  site,
  startFirefox,
  team: { a, b },
}) => {
  const firefox = await startFirefox({ idleTimeoutMs: 10_000 });
  const { chrome } = firefox;
  await firefox.signIn(a, site.websocket);
  await firefox.lookElsewhere();
  await firefox.page.page.close();
  const ben = await openDesk(b);

  // Idle, with no view open, and invited while it is stopped: the alarm brings it back.
  await expect.poll(() => chrome.isBackgroundRunning(), { timeout: 40_000 }).toBe(false);
  await invite(ben, a);
  await expect.poll(() => chrome.badge(), { timeout: 40_000 }).toEqual({ text: '1', title: 'Backchannel: Ready, 1 pending' });
  await expect.poll(() => chrome.alerts()).toEqual([`Instant message from ${b.name}`]);

  // Stopped while invited: the click starts it.
  await expect.poll(() => chrome.isBackgroundRunning(), { timeout: 40_000 }).toBe(false);
  const page = await firefox.openedBy(() => chrome.clickAlert());
  await page.see('alertdialog', `Instant message from ${b.name}`);
  await page.click('button', 'Accept');
  await page.see('status', `${b.logon}, Connected`);
  expect(await chrome.alerts()).toEqual([]);

  // Stopped in mid-session, with messages on their way.
  await say(ben, 'one');
  await expect.poll(() => page.bodies(), { timeout: 40_000 }).toEqual(['one']);
  await chrome.stopBackground();
  for (const text of ['two', 'three']) await say(ben, text);
  await expect.poll(() => page.bodies(), { timeout: 40_000 }).toEqual(['one', 'two', 'three']);
  await page.say('four');
  await expect.poll(() => page.bodies(), { timeout: 40_000 }).toEqual(['one', 'two', 'three', 'four']);
  await expect.poll(() => bodiesIn(ben), { timeout: 40_000 }).toEqual(['one', 'two', 'three', 'four']);

  // Told once of what is unread, however often the background comes and goes.
  await firefox.lookElsewhere();
  await page.page.close();
  await say(ben, 'five');
  await expect.poll(() => chrome.alerts(), { timeout: 40_000 }).toEqual([`New message from ${b.name}`]);
  await chrome.closeAlert();
  await expect.poll(() => chrome.alerts()).toEqual([]);
  const stops = await chrome.backgroundStops();
  await expect.poll(async () => (await chrome.backgroundStops()) - stops, { timeout: 90_000 }).toBeGreaterThanOrEqual(2);
  // Something may have started it again at once: it is asked when it has caught up.
  await expect.poll(() => chrome.badge(), { timeout: 40_000 }).toEqual({ text: '1', title: 'Backchannel: Ready, 1 unread' });
  expect(await chrome.alerts()).toEqual([]);
});

test('what one colleague asks for again and again is one notification with a count in Firefox', async ({
  site,
  startFirefox,
  team: { a, b },
}) => {
  const firefox = await startFirefox();
  await firefox.signIn(a, site.websocket);
  await firefox.lookElsewhere();
  const flooder = await inviteOften(site.websocket, b, a, 3);
  // Shown anew when they are twice as many: whether the third came in time for that is the wire's doing.
  await expect.poll(() => firefox.chrome.alerts()).toEqual([expect.stringMatching(`^[23] instant messages from ${b.name}$`)]);
  flooder.close();
});
