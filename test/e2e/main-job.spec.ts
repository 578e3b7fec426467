import { ALL_REFUSED, followViolations, refusalsOf, violationsOf } from '../fixtures/content-security.ts';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, expectStatus, invite, notification, say, targetRow, transcript } from '../fixtures/im.ts';

test('the main job: find, invite, accept, talk, end, mark done; by mouse, with what is typed and an emoji, then by keyboard alone; the page’s policy allows no inline styles, untrusted markup or addresses', async ({
  openDesk,
  team: { a, b },
}) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await expect(targetRow(anna, b)).toContainText('Ready');

  await invite(anna, b);
  await expect(anna.getByRole('tab', { name: b.logon, selected: true })).toBeVisible();
  await expectStatus(anna, b, 'Inviting');

  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await expect(ben.getByRole('tab', { name: a.logon, selected: true })).toBeVisible();
  await expect(transcript(anna)).toContainText(`${b.logon} accepted your invitation`);

  await anna.getByRole('textbox', { name: 'Message' }).fill('Is invoice 20931 a duplicate?');
  await anna.getByRole('button', { name: 'Send' }).click();
  await expect(transcript(ben)).toContainText('Is invoice 20931 a duplicate?');
  await say(ben, 'Looking.');
  await expect(transcript(anna)).toContainText('Looking.');
  await expect(transcript(anna)).toContainText('Read');

  // Both logons stand above the messages, in different colours, with a time on each entry.
  const color = (logon: string) =>
    transcript(anna)
      .getByText(logon, { exact: true })
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  expect(await color(a.logon)).not.toBe(await color(b.logon));
  const messages = await bodiesIn(anna);
  expect(messages).toEqual(['Is invoice 20931 a duplicate?', 'Looking.']);
  const times = transcript(anna).locator('.entry time');
  await expect(times).toHaveCount(2);
  await expect(times.first()).toHaveAttribute('title', /\d{4}/);

  // Typing is shown, and a draft survives a reload.
  const field = anna.getByRole('textbox', { name: 'Message' });
  await field.pressSequentially('half a thought');
  await expect(ben.getByText(`${a.logon} is typing`)).toBeVisible();
  await field.fill('half a thought, kept');
  await field.blur();
  await expect(ben.getByText(`${a.logon} is typing`)).toHaveCount(0);

  const errors = consoleErrors(anna);
  await followViolations(anna.context());
  await anna.reload();
  await expect(anna.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thought, kept');
  await anna.getByRole('button', { name: 'Insert Emoji' }).click();
  await anna
    .getByRole('searchbox', { name: /search/i })
    .or(anna.getByRole('combobox', { name: 'Search', exact: true }))
    .fill('thumbs up');
  await anna
    .getByRole('option', { name: /thumbs up/i })
    .first()
    .click();
  await expect(anna.getByRole('textbox', { name: 'Message' })).toHaveValue(/👍/);

  await ben.getByRole('button', { name: 'End Session' }).click();
  await expectStatus(ben, a, 'Ended');
  await expectStatus(anna, b, 'Ended');
  for (const [page, peer] of [
    [anna, b],
    [ben, a],
  ] as const) {
    await page.getByRole('button', { name: 'Mark Done' }).click();
    await expect(page.getByRole('tab', { name: peer.logon })).toHaveCount(0);
  }

  // By keyboard alone.
  await anna.keyboard.press('Alt+t');
  await expect(anna.getByRole('combobox', { name: 'Search internal targets' })).toBeFocused();
  await anna.keyboard.type('baker');
  await expect(targetRow(anna, b)).toBeVisible();
  await anna.keyboard.press('ArrowDown');
  await anna.keyboard.press('Shift+F10');
  await expect(anna.getByRole('menuitem', { name: `Send an Instant Message to ${b.name}` })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expectStatus(anna, b, 'Inviting');

  await expect(notification(ben, a)).toBeVisible();
  await tabTo(ben, 'Accept');
  await ben.keyboard.press('Enter');
  await expectStatus(ben, a, 'Connected');
  await expectStatus(anna, b, 'Connected');

  await anna.keyboard.press('Alt+m');
  await anna.keyboard.type('first line');
  await anna.keyboard.press('Shift+Enter');
  await anna.keyboard.type('second line');
  await anna.keyboard.press('Enter');
  await expect(transcript(ben)).toContainText('first line\nsecond line', { useInnerText: true });
  await ben.keyboard.press('Alt+m');
  await ben.keyboard.type('yes, see https://example.com/');
  await ben.keyboard.press('Enter');
  await expect(transcript(anna).getByRole('link')).toHaveText('https://example.com/');

  await tabTo(anna, 'End Session');
  await anna.keyboard.press('Enter');
  await expectStatus(ben, a, 'Ended');
  for (const page of [anna, ben]) {
    await tabTo(page, 'Mark Done');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tabpanel')).toHaveCount(0);
  }

  await anna.getByRole('button', { name: 'Settings' }).click();
  await expect(anna.getByRole('dialog')).toBeVisible();
  expect((await anna.request.get(anna.url())).headers()['content-security-policy']).not.toContain('unsafe');
  expect(await violationsOf(anna)).toEqual([]);
  expect(errors).toEqual([]);
  expect(await refusalsOf(anna)).toEqual(ALL_REFUSED);
});

/** Presses Tab until a button has the focus. */
async function tabTo(page: import('@playwright/test').Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await button.evaluateAll((elements) => elements.some((element) => element.matches(':focus')))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" can't be reached by Tab`);
}
