import type { Page } from '@playwright/test';
import { forgetStream, openStorage } from '../fixtures/account-data.ts';
import { deskUrl, waitUntilConnected } from '../fixtures/desk.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, connectColleague, expectStatus, notification, say, transcript } from '../fixtures/im.ts';

const search = (page: Page) => page.getByRole('combobox', { name: 'Search my history' });
const pastSessions = (page: Page) => page.getByRole('listbox', { name: 'Past sessions' }).getByRole('option');

test('a past session is found, read, and answered again by keyboard alone, and stays as it was when another host reads the archive anew', async ({
  browser,
  openDesk,
  signInColleague,
  site,
  team: { a, b },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const [anna, ben] = await Promise.all([openDesk(a, { in: context }), signInColleague(b)]);
  await connectColleague([anna, a], [ben, b]);
  await say(anna, 'Is invoice 20931 a duplicate?');
  await ben.heard(a, 'Is invoice 20931');
  ben.say(a, 'It is pro rata.');
  await expect(transcript(anna)).toContainText('It is pro rata.');
  await say(anna, 'Thank you.');
  await ben.heard(a, 'Thank you.');
  await expect(transcript(anna)).toContainText('Read');
  await anna.getByRole('button', { name: 'End Session' }).click();
  await ben.ended(a);
  await anna.getByRole('button', { name: 'Mark Done' }).click();
  await expect(anna.getByRole('tabpanel')).toHaveCount(0);

  const said = ['Is invoice 20931 a duplicate?', 'It is pro rata.', 'Thank you.'];
  await anna.keyboard.press('Alt+h');
  await expect(search(anna)).toBeFocused();
  await expect(pastSessions(anna)).toHaveCount(1);
  await expect(pastSessions(anna)).toContainText(/Is invoice 20931 a duplicate\?\s+Outgoing/);
  await anna.keyboard.type('nothing like it');
  await expect(anna.getByText('No past session matches “nothing like it”.')).toBeVisible();
  await anna.keyboard.press('Escape');
  await anna.keyboard.type('duplicate 20931');
  await expect(pastSessions(anna)).toHaveCount(1);
  await anna.keyboard.press('Enter');
  const session = anna.getByRole('region', { name: `Session with ${b.name}` });
  await expect(session).toContainText(b.logon);
  await expect(transcript(anna)).toBeFocused();
  await expect.poll(() => bodiesIn(anna)).toEqual(said);
  await expect(session.getByRole('textbox')).toHaveCount(0);

  await anna.keyboard.press('Shift+Tab');
  await expect(session.getByRole('button', { name: `Send an Instant Message to ${b.name}` })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expectStatus(anna, b, 'Inviting');
  await expect(search(anna)).toHaveCount(0);
  await ben.accept(a);
  await expectStatus(anna, b, 'Connected');

  // It comes up to date while it is shown, and Escape leads back step by step.
  await anna.getByRole('button', { name: 'My History' }).click();
  await expect(pastSessions(anna)).toHaveCount(1);
  ben.end(a);
  await expect(pastSessions(anna)).toHaveCount(2);
  await expect(pastSessions(anna).first()).toContainText(`ended by ${b.name}`);
  await anna.keyboard.press('ArrowDown');
  await anna.keyboard.press('Enter');
  await expect(transcript(anna)).toBeFocused();
  await anna.keyboard.press('Escape');
  await expect(search(anna)).toBeFocused();
  await anna.keyboard.press('Escape');
  await expect(anna.getByRole('button', { name: 'My History' })).toBeFocused();
  await expectStatus(anna, b, 'Ended');
  await anna.getByRole('button', { name: 'Mark Done' }).click();
  await expect(anna.getByRole('tabpanel')).toHaveCount(0);

  const storage = await openStorage(context, site);
  await anna.close();
  await forgetStream(storage, a);
  const again = await context.newPage();
  await again.goto(deskUrl(site, a));
  await waitUntilConnected(again);
  // What is sent now comes after everything in the archive.
  ben.invite(a);
  await expect(notification(again, b)).toBeVisible();
  await expect(again.getByRole('tab', { name: b.logon })).toHaveCount(0);
  await again.getByRole('button', { name: 'My History' }).click();
  await expect(pastSessions(again)).toHaveCount(2);
  await pastSessions(again).last().click();
  await expect.poll(() => bodiesIn(again)).toEqual(said);
  await expect(transcript(again).locator('.entry, .event').last()).toContainText('You ended the session');
  await expect(transcript(again)).toContainText('Read');
  await context.close();
});
