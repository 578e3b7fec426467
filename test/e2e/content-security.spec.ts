import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { connectDesks, insertEmoji, say, transcript } from '../fixtures/im.ts';

declare global {
  interface Window {
    /** What the page's Content-Security-Policy refused. */
    violations?: string[];
  }
}

/** Counts from the page's start on. */
function noteViolations(): void {
  window.violations = [];
  window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => window.violations?.push(`${violatedDirective} ${blockedURI} ${sample}`), true);
}

test('no policy has to allow inline styles: an emoji chosen by keyboard, settings, links', async ({ browser, openDesk, team: { a, b } }) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  await context.addInitScript(noteViolations);
  const page = await context.newPage();
  const errors = consoleErrors(page);
  const [anna, ben] = await Promise.all([openDesk(a, { in: page }), openDesk(b)]);
  expect((await anna.request.get(anna.url())).headers()['content-security-policy']).not.toContain('unsafe');
  await connectDesks([anna, a], [ben, b]);

  for (const [search, emoji] of [['thumbs up', '👍'], ['red heart', '❤️']] as const) {
    await insertEmoji(anna, search);
    await expect(anna.getByRole('textbox', { name: 'Message' })).toBeFocused();
    await anna.keyboard.press('Enter');
    await expect(transcript(ben)).toContainText(emoji);
  }

  await say(ben, 'see https://example.com/');
  await expect(transcript(anna).getByRole('link')).toBeVisible();
  await anna.getByRole('button', { name: 'Settings' }).click();
  await expect(anna.getByRole('dialog')).toBeVisible();
  expect(await anna.evaluate(() => window.violations)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
