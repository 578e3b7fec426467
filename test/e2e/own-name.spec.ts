import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/e2e.ts';

function ownStatus(page: Page): Locator {
  return page.getByRole('button', { name: /Your status/ });
}

test("the agent's own display name is the vCard's: a changed one is read by the next stream, and at the next start it is there without the server", async ({
  browser,
  openDesk,
  wire,
  server,
  signInPlain,
  team: { a },
}) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const anna = await openDesk(a, { in: context, service: wire.websocket });
  await expect(anna.getByText(`${a.name} · localhost`)).toBeVisible();
  await expect(ownStatus(anna)).toHaveAttribute('title', `${a.name} (${a.logon})`);

  // Without one the logon stands, and a name that deceives is cleaned.
  const plain = await signInPlain(a);
  for (const [fullName, shown] of [
    ['', a.logon],
    ['Anna\u202E\nsmadA\u200B', 'Anna smadA'],
  ] as const) {
    await plain.stanza.sendIQ({ type: 'set', vcard: { fullName } });
    await server.closeStreams(a.logon, 'reset');
    await expect(anna.getByText(`${shown} · localhost`, { exact: true })).toBeVisible();
    await expect(ownStatus(anna)).toHaveAttribute('title', `${shown} (${a.logon})`);
  }

  wire.refuse();
  wire.cut();
  await anna.close();
  const again = await openDesk(a, { in: context, isSignedOut: true });
  await expect(again.getByText(/^Reconnecting/).first()).toBeVisible();
  await expect(again.getByText('Anna smadA · localhost')).toBeVisible();
  await context.close();
});
