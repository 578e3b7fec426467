import type { Page } from '@playwright/test';
import { consoleErrors, expect, test } from '../fixtures/e2e.ts';
import { connectDesks, insertEmoji, say, signIn, transcript } from '../fixtures/im.ts';

declare global {
  interface Window {
    /** What the page's Content-Security-Policy refused. */
    violations?: string[];
  }
}

/** Counts from the page's start on. */
function noteViolations(): void {
  window.violations = [];
  window.addEventListener(
    'securitypolicyviolation',
    ({ violatedDirective, blockedURI, sample }) => window.violations?.push(`${violatedDirective} ${blockedURI} ${sample}`),
    true,
  );
}

/** What becomes of markup, and of a worker's address, that no policy of the page has made. */
async function refusalsOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      () => (document.createElement('div').innerHTML = '<b>text</b>'),
      () => new DOMParser().parseFromString('<b>text</b>', 'text/html'),
      () => new SharedWorker('/worker.js'),
    ].map((use) => {
      try {
        use();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    }),
  );
}

const ALL_REFUSED = ['TypeError', 'TypeError', 'TypeError'];

test('no policy has to allow inline styles, or untrusted markup and addresses: an emoji chosen by keyboard, settings, links', async ({
  browser,
  openDesk,
  team: { a, b },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  await context.addInitScript(noteViolations);
  const page = await context.newPage();
  const errors = consoleErrors(page);
  const [anna, ben] = await Promise.all([openDesk(a, { in: page }), openDesk(b)]);
  expect((await anna.request.get(anna.url())).headers()['content-security-policy']).not.toContain('unsafe');
  await connectDesks([anna, a], [ben, b]);

  for (const [search, emoji] of [
    ['thumbs up', '👍'],
    ['red heart', '❤️'],
  ] as const) {
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
  expect(await refusalsOf(anna)).toEqual(ALL_REFUSED);
  await context.close();
});

test('the extension’s pages take only what their Trusted Types policies have made', async ({
  extension,
  site,
  openDesk,
  team: { a, b },
}) => {
  await extension.context.addInitScript(noteViolations);
  const page = await extension.context.newPage();
  const errors = consoleErrors(page);
  await page.goto(extension.url('workspace.html'));
  await signIn(page, a, site.websocket);
  await connectDesks([page, a], [await openDesk(b), b]);
  await insertEmoji(page, 'thumbs up');
  await page.keyboard.press('Enter');
  await expect(transcript(page)).toContainText('👍');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await page.evaluate(() => window.violations)).toEqual([]);
  for (const other of ['popup.html', 'options.html']) {
    await page.goto(extension.url(other));
    await expect(page.getByRole('heading').or(page.getByRole('search')).first()).toBeVisible();
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  }
  expect(errors).toEqual([]);
  expect(await refusalsOf(page)).toEqual(ALL_REFUSED);
});
