import type { Page } from '@playwright/test';
import { expectAccessible, overflowing } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { invite, notification, say, transcript } from '../fixtures/im.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any view: ${colorScheme}`, async ({ openDesk, team: { a, b, c } }) => {
    const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
    await anna.emulateMedia({ colorScheme });
    const signedOut = await openDesk(c, { isSignedOut: true });
    await signedOut.emulateMedia({ colorScheme });
    await expect(signedOut.getByRole('button', { name: 'Sign In' })).toBeVisible();
    await expectAccessible(signedOut, 'sign-in');
    await expectAccessible(anna, 'Team Communicator');

    await anna.getByRole('button', { name: `Actions for ${b.name}` }).click();
    await expect(anna.getByRole('menu')).toBeVisible();
    await expectAccessible(anna, 'Action menu');
    await anna.keyboard.press('Escape');
    await anna.getByRole('button', { name: 'Settings' }).click();
    await expect(anna.getByRole('dialog')).toBeVisible();
    await expectAccessible(anna, 'settings');
    await anna.keyboard.press('Escape');

    await invite(ben, a);
    await expect(notification(anna, b)).toBeVisible();
    await expectAccessible(anna, 'notification');
    await notification(anna, b).getByRole('button', { name: 'Accept' }).click();
    await say(ben, 'see https://example.com/invoice');
    await say(anna, 'thank you');
    await expect(transcript(anna).getByRole('link')).toBeVisible();
    await expectAccessible(anna, 'IM');
    await ben.getByRole('button', { name: 'End Session' }).click();
    await expect(anna.getByRole('button', { name: 'Mark Done' })).toBeVisible();
    await expectAccessible(anna, 'ended IM');
    await anna.setViewportSize({ width: 320, height: 600 });
    await expectAccessible(anna, 'ended IM, 320 px');

    await anna.getByRole('button', { name: 'My History' }).click();
    await expect(anna.getByRole('option')).toHaveCount(1);
    await expectAccessible(anna, 'My History, 320 px');
    await anna.getByRole('option').click();
    await expect(transcript(anna)).toContainText('thank you');
    await expectAccessible(anna, 'a past session, 320 px');
    await anna.setViewportSize({ width: 1280, height: 720 });
    await expectAccessible(anna, 'My History');
  });
}

test('nothing is cut off at 320 px', async ({ openDesk, team: { a, b } }) => {
  const [anna, ben] = await Promise.all([openDesk(a), openDesk(b)]);
  await anna.setViewportSize({ width: 320, height: 600 });
  expect(await overflowing(anna)).toEqual([]);
  await invite(ben, a);
  await expect(notification(anna, b)).toBeVisible();
  expect(await overflowing(anna)).toEqual([]);
  await notification(anna, b).getByRole('button', { name: 'Accept' }).click();
  await say(ben, `a-word-without-end-${'x'.repeat(300)}`);
  await expect(transcript(anna)).toContainText('a-word-without-end');
  expect(await overflowing(anna)).toEqual([]);
  for (const name of ['End Session', 'Send', 'Insert Emoji'])
    await expect(anna.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  await showCommunicator(anna);
  expect(await overflowing(anna)).toEqual([]);

  await ben.getByRole('button', { name: 'End Session' }).click();
  await anna.getByRole('button', { name: 'My History' }).click();
  await expect(anna.getByRole('option')).toBeVisible();
  expect(await overflowing(anna)).toEqual([]);
  await anna.getByRole('option').click();
  await expect(transcript(anna)).toContainText('a-word-without-end');
  expect(await overflowing(anna)).toEqual([]);
  await expect(anna.getByRole('button', { name: `Send an Instant Message to ${b.name}` })).toBeInViewport({ ratio: 1 });
});

/** Back to the Team Communicator, which has its own turn at this width. */
async function showCommunicator(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Show Team Communicator/ }).click();
  await expect(page.getByRole('combobox', { name: 'Search internal targets' })).toBeVisible();
}
