import type { Page } from '@playwright/test';
import { expectAccessible, overflowing } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { notification, say, transcript } from '../fixtures/im.ts';

/** Axe finds nothing, nor at 320 px, where nothing is cut off. The page is left at that width. The other themes: test/components/element-contract. */
async function expectAccessibleAtAnyWidth(page: Page, view: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 720 });
  await expectAccessible(page, view);
  await expectAccessibleWhenNarrow(page, view);
}

async function expectAccessibleWhenNarrow(page: Page, view: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 600 });
  await expectAccessible(page, `${view}, 320 px`);
  expect(await overflowing(page)).toEqual([]);
}

test('axe finds nothing on any view, and nothing is cut off at 320 px', async ({ openDesk, signInColleague, team: { a, b, c } }) => {
  const [anna, ben, signedOut] = await Promise.all([openDesk(a), signInColleague(b), openDesk(c, { isSignedOut: true })]);
  await expect(signedOut.getByRole('button', { name: 'Sign In' })).toBeVisible();
  await expectAccessibleAtAnyWidth(signedOut, 'sign-in');
  await expectAccessibleAtAnyWidth(anna, 'Team Communicator');

  await anna.setViewportSize({ width: 1280, height: 720 });
  await anna.getByRole('button', { name: `Actions for ${b.name}` }).click();
  await expect(anna.getByRole('menu')).toBeVisible();
  await expectAccessible(anna, 'Action menu');
  await anna.keyboard.press('Escape');
  await anna.getByRole('button', { name: 'Settings' }).click();
  await expect(anna.getByRole('dialog')).toBeVisible();
  await expectAccessible(anna, 'settings');
  await anna.keyboard.press('Escape');

  ben.invite(a);
  await expect(notification(anna, b)).toBeVisible();
  await expectAccessibleAtAnyWidth(anna, 'notification');
  await notification(anna, b).getByRole('button', { name: 'Accept' }).click();
  await ben.accepted(a);
  ben.say(a, `see https://example.com/invoice and a-word-without-end-${'x'.repeat(300)}`);
  await say(anna, 'thank you');
  await expect(transcript(anna).getByRole('link')).toBeVisible();
  await expectAccessibleAtAnyWidth(anna, 'IM');
  for (const name of ['End Session', 'Send', 'Insert Emoji'])
    await expect(anna.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  // At this width the window shows either the interaction or the Team Communicator.
  await anna.getByRole('button', { name: /Show Team Communicator/ }).click();
  await expect(anna.getByRole('combobox', { name: 'Search internal targets' })).toBeVisible();
  expect(await overflowing(anna)).toEqual([]);

  await anna.setViewportSize({ width: 1280, height: 720 });
  ben.end(a);
  await expect(anna.getByRole('button', { name: 'Mark Done' })).toBeVisible();
  await expectAccessibleAtAnyWidth(anna, 'ended IM');

  await anna.getByRole('button', { name: 'My History' }).click();
  await expect(anna.getByRole('option')).toHaveCount(1);
  await expectAccessibleWhenNarrow(anna, 'My History');
  await anna.getByRole('option').click();
  await expect(transcript(anna)).toContainText('thank you');
  await expectAccessibleWhenNarrow(anna, 'a past session');
  await expect(anna.getByRole('button', { name: `Send an Instant Message to ${b.name}` })).toBeInViewport({ ratio: 1 });
  await anna.setViewportSize({ width: 1280, height: 720 });
  await expectAccessible(anna, 'My History');
});
