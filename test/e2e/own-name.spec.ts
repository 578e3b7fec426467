import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';

function ownStatus(page: Page): Locator {
  return page.getByRole('button', { name: /Your status/ });
}

test("the agent's own display name is the vCard's, and at the next start it is there without the server", async ({
  browser,
  openDesk,
  wire,
  team: { a },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const anna = await openDesk(a, { in: context, service: wire.websocket });
  await expect(anna.getByText(`${a.name} · localhost`)).toBeVisible();
  await expect(ownStatus(anna)).toHaveAttribute('title', `${a.name} (${a.logon})`);

  wire.refuse();
  wire.cut();
  await anna.close();
  const again = await openDesk(a, { in: context, isSignedOut: true });
  await expect(again.getByText(/^Reconnecting/).first()).toBeVisible();
  await expect(again.getByText(`${a.name} · localhost`)).toBeVisible();
  await context.close();
});

test('a changed vCard is read by the next stream: a name that deceives is cleaned, without one the logon stands', async ({
  openDesk,
  server,
  signInPlain,
  team: { a },
}) => {
  const anna = await openDesk(a);
  const plain = await signInPlain(a);
  for (const [fullName, shown] of [
    ['Anna\u202E\nsmadA\u200B', 'Anna smadA'],
    ['', a.logon],
  ] as const) {
    await plain.stanza.sendIQ({ type: 'set', vcard: { fullName } });
    await server.closeStreams(a.logon, 'reset');
    await expect(anna.getByText(`${shown} · localhost`, { exact: true })).toBeVisible();
    await expect(ownStatus(anna)).toHaveAttribute('title', `${shown} (${a.logon})`);
  }
});
